"""Product attributes: Bedrock's costs by model, since the month from which AWS has them."""

from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.ledger import Ledger, index_rows

from .conftest import Serve, Service, amounts, row

MODEL = {"Type": "PRODUCT_ATTRIBUTE", "Key": "model"}
PROJECT = {"Type": "TAG", "Key": "project"}
DAYS = ("2026-11-02", "2026-11-04")
SONNET = "Claude Sonnet 5 (Amazon Bedrock Edition)"


def models() -> Ledger:
    def use(amount: str, service: str, model: str, project: str) -> Any:
        attributes = (("model", model), ("provider", "Anthropic")) if model else ()
        return row("2026-11-02", amount, service=service, attributes=attributes, tags={"project": project})

    return index_rows(
        [
            use("5", SONNET, "Claude Sonnet 5", "alpha"),
            use("3", "Amazon Bedrock", "Claude Haiku 4.5", "alpha"),
            use("2", "Amazon Bedrock", "", "beta"),
            use("90", "AWS Lambda", "", "alpha"),
        ]
    )


@pytest.fixture
def service(serve: Serve) -> Service:
    return serve(models())


def test_groups_are_models_of_every_bedrock_service_and_nothing_else(service: Service) -> None:
    assert amounts(service.ask(*DAYS, GroupBy=[MODEL, PROJECT])) == {
        ("model$Claude Sonnet 5", "project$alpha"): Decimal(5),
        ("model$Claude Haiku 4.5", "project$alpha"): Decimal(3),
        ("model$", "project$beta"): Decimal(2),
    }


def test_a_key_that_does_not_exist_has_all_of_bedrock_without_a_value(service: Service) -> None:
    pages = service.ask(*DAYS, GroupBy=[{"Type": "PRODUCT_ATTRIBUTE", "Key": "Model"}])
    assert amounts(pages) == {("Model$",): Decimal(10)}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"ProductAttributes": {"Key": "model", "Values": ["Claude Sonnet 5"]}}, "5"),
        ({"ProductAttributes": {"Key": "model", "MatchOptions": ["ABSENT"]}}, "2"),
        ({"Not": {"ProductAttributes": {"Key": "model", "Values": ["Claude Sonnet 5"]}}}, "5"),
    ],
)
def test_filters_by_attribute_keep_to_bedrock(service: Service, expression: dict[str, Any], expected: str) -> None:
    (page,) = service.ask(*DAYS, Filter=expression)
    assert page["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"] == expected


def test_earlier_months_have_no_attributes(service: Service) -> None:
    with pytest.raises(ClientError, match="DataUnavailableException"):
        service.ask("2026-08-31", "2026-11-01", GroupBy=[MODEL])
    assert service.ask("2026-08-31", "2026-11-01", GroupBy=[PROJECT])


@pytest.mark.parametrize(
    "expression",
    [
        {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}},
        {"Not": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}}},
    ],
)
def test_a_filter_by_service_must_name_bedrock_for_the_whole_request(
    service: Service, expression: dict[str, Any]
) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        service.ask(*DAYS, GroupBy=[MODEL], Filter=expression)


def test_keys_and_their_values_are_listed(service: Service) -> None:
    ask = {"TimePeriod": {"Start": DAYS[0], "End": DAYS[1]}, "Dimension": "PRODUCT_ATTRIBUTE"}
    keys = service.client.get_dimension_values(**ask)
    assert [each["Value"] for each in keys["DimensionValues"]] == ["model", "provider"]
    values = service.client.get_dimension_values(**ask, DimensionKey="model")
    assert [each["Value"] for each in values["DimensionValues"]] == ["", "Claude Haiku 4.5", "Claude Sonnet 5"]
