"""What GetCostAndUsage of the simulator answers, seen through boto3."""

from decimal import Decimal

import pytest

from .conftest import Serve, amounts, small_ledger, total

PROJECT = {"Type": "TAG", "Key": "project"}
SERVICE = {"Type": "DIMENSION", "Key": "SERVICE"}
ACCOUNT = {"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}


def test_the_end_is_exclusive(serve: Serve) -> None:
    assert total(serve(small_ledger()).ask("2026-11-02", "2026-11-03")) == Decimal("1.7500000004")


def test_without_groups_each_day_has_a_total_and_no_group_definitions(serve: Serve) -> None:
    (page,) = serve(small_ledger()).ask("2026-11-01", "2026-11-04")
    assert [period["Total"]["UnblendedCost"]["Amount"] for period in page["ResultsByTime"]] == [
        "0",
        "1.7500000004",
        "1.25",
    ]
    assert "GroupDefinitions" not in page
    assert page["ResultsByTime"][1]["Groups"] == []


def test_with_groups_the_total_is_empty_and_a_day_without_cost_has_a_zero_total(serve: Serve) -> None:
    (page,) = serve(small_ledger()).ask("2026-11-01", "2026-11-03", GroupBy=[SERVICE])
    empty, full = page["ResultsByTime"]
    assert empty["Groups"] == []
    assert empty["Total"] == {"UnblendedCost": {"Amount": "0", "Unit": "USD"}}
    assert full["Total"] == {}
    assert page["GroupDefinitions"] == [SERVICE]


def test_two_keys_group_together_and_carry_the_tag_key(serve: Serve) -> None:
    pages = serve(small_ledger()).ask("2026-11-02", "2026-11-04", GroupBy=[ACCOUNT, PROJECT])
    assert amounts(pages) == {
        ("111111111111", "project$alpha"): Decimal("1.5"),
        ("111111111111", "project$Alpha"): Decimal("0.25"),
        ("111111111111", "project$"): Decimal("-0.7499999996"),
        ("222222222222", "project$a$b:c/d"): Decimal(2),
    }
    names = {entry["Value"]: entry["Attributes"]["description"] for entry in pages[0]["DimensionValueAttributes"]}
    assert names == {"111111111111": "prod", "222222222222": "data"}


@pytest.mark.parametrize("key", ["Team", "never-heard-of"])
def test_an_inactive_or_unknown_tag_has_everything_under_the_empty_value(serve: Serve, key: str) -> None:
    pages = serve(small_ledger()).ask("2026-11-02", "2026-11-04", GroupBy=[{"Type": "TAG", "Key": key}])
    assert amounts(pages) == {(f"{key}$",): Decimal("3.0000000004")}


def test_cost_categories_are_all_empty(serve: Serve) -> None:
    pages = serve(small_ledger()).ask(
        "2026-11-02", "2026-11-04", GroupBy=[{"Type": "COST_CATEGORY", "Key": "Division"}]
    )
    assert amounts(pages) == {("Division$",): Decimal("3.0000000004")}


def test_metrics_have_their_own_values_and_units(serve: Serve) -> None:
    (page,) = serve(small_ledger()).ask(
        "2026-11-02", "2026-11-03", Metrics=["UnblendedCost", "AMORTIZED_COST", "UsageQuantity"]
    )
    assert page["ResultsByTime"][0]["Total"] == {
        "UnblendedCost": {"Amount": "1.7500000004", "Unit": "USD"},
        "AmortizedCost": {"Amount": "0.8750000002", "Unit": "USD"},
        "UsageQuantity": {"Amount": "9", "Unit": "N/A"},
    }


def test_months_are_whole_and_estimated_until_their_invoice(serve: Serve) -> None:
    (page,) = serve(small_ledger()).ask("2026-10-01", "2026-12-01", Granularity="MONTHLY")
    months = [(period["TimePeriod"]["Start"], period["Estimated"]) for period in page["ResultsByTime"]]
    assert months == [("2026-10-01", False), ("2026-11-01", True)]
    assert total([page]) == Decimal("3.0000000004")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Credit"]}}, "-0.75"),
        ({"Not": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Credit"]}}}, "3.7500000004"),
        ({"Tags": {"Key": "project", "Values": ["alpha"]}}, "1.5"),
        ({"Tags": {"Key": "project", "MatchOptions": ["ABSENT"]}}, "-0.7499999996"),
        ({"Tags": {"Key": "project"}}, "-0.7499999996"),
        ({"CostCategories": {"Key": "Division", "MatchOptions": ["ABSENT"]}}, "3.0000000004"),
        (
            {
                "And": [
                    {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["111111111111"]}},
                    {
                        "Or": [
                            {"Tags": {"Key": "project", "Values": ["Alpha"]}},
                            {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon S3 Glacier Deep Archive"]}},
                        ]
                    },
                ]
            },
            "-0.5",
        ),
    ],
)
def test_filters_leave_out_what_they_do_not_name(serve: Serve, expression: dict[str, object], expected: str) -> None:
    assert total(serve(small_ledger()).ask("2026-11-02", "2026-11-04", Filter=expression)) == Decimal(expected)
