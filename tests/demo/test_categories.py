"""Cost categories of the simulator: the payer's own rules as groups, filters, lists and definitions."""

from decimal import Decimal

import pytest
from botocore.exceptions import ClientError

from chargeback.demo.cost_categories import CostCategory, SplitCharge
from chargeback.demo.ledger import index_rows

from .conftest import Serve, Service, amounts, row, total

DAYS = ("2026-11-02", "2026-11-03")
PERIOD = {"Start": DAYS[0], "End": DAYS[1]}
ARN = "arn:aws:ce::111111111111:costcategory/1"
GROUP = {"Type": "COST_CATEGORY", "Key": "Division"}
DIVISION = CostCategory(
    "Division",
    ARN,
    (
        ("Shop", {"Tags": {"Key": "project", "Values": ["alpha", "Alpha"]}}),
        ("Data", {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["222222222222"]}}),
    ),
    split_charges=(SplitCharge("Data", ("Shop",)),),
)


@pytest.fixture
def service(serve: Serve) -> Service:
    rows = [
        row("2026-11-02", "1", tags={"project": "alpha"}),
        row("2026-11-02", "2", account="222222222222", tags={"project": "Alpha"}),
        row("2026-11-02", "4", account="222222222222"),
        row("2026-11-02", "8"),
    ]
    return serve(index_rows(rows, categories=(DIVISION,)))


def test_the_first_rule_that_matches_gives_the_value(service: Service) -> None:
    assert amounts(service.ask(*DAYS, GroupBy=[GROUP])) == {
        ("Division$Shop",): Decimal(3),
        ("Division$Data",): Decimal(4),
        ("Division$",): Decimal(8),
    }


def test_filters_know_values_and_what_has_none(service: Service) -> None:
    shop = {"CostCategories": {"Key": "Division", "Values": ["Shop"]}}
    assert total(service.ask(*DAYS, Filter=shop)) == 3
    assert total(service.ask(*DAYS, Filter={"CostCategories": {"Key": "Division", "MatchOptions": ["ABSENT"]}})) == 8


def test_names_and_values_in_use_are_listed(service: Service) -> None:
    assert service.client.get_cost_categories(TimePeriod=PERIOD)["CostCategoryNames"] == ["Division"]
    answer = service.client.get_cost_categories(TimePeriod=PERIOD, CostCategoryName="Division")
    assert answer["CostCategoryValues"] == ["", "Data", "Shop"]


def test_definitions_tell_rules_and_split_charges(service: Service) -> None:
    (reference,) = service.client.list_cost_category_definitions()["CostCategoryReferences"]
    assert (reference["Name"], reference["NumberOfRules"], reference["Values"]) == ("Division", 2, ["Shop", "Data"])
    found = service.client.describe_cost_category_definition(CostCategoryArn=reference["CostCategoryArn"])
    assert [rule["Value"] for rule in found["CostCategory"]["Rules"]] == ["Shop", "Data"]
    assert found["CostCategory"]["SplitChargeRules"][0]["Source"] == "Data"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        service.client.describe_cost_category_definition(CostCategoryArn=ARN.replace("/1", "/2"))
