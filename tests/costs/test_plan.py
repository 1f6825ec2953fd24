"""The questions a pull asks: few, never overlapping, with two group keys at most."""

from collections.abc import Callable

import pytest

from chargeback.costs.models import Pull
from chargeback.sources.aws_plan import Kind, Query, charge_category, kinds, plan

from .conftest import Wire

USAGE = ("SavingsPlanCoveredUsage", "Usage")


def test_usage_is_one_kind_and_every_other_record_type_one_of_its_own() -> None:
    found = kinds({"Tax": False, "Usage": False, "SavingsPlanCoveredUsage": True, "Newly Invented": True})
    assert found == [Kind(USAGE, True), Kind(("Newly Invented",), True), Kind(("Tax",), False)]


def test_a_month_without_cost_needs_no_question() -> None:
    assert kinds({}) == []


@pytest.mark.parametrize(
    ("accounts", "services", "loop", "group"),
    [(["1", "2"], ["a", "b", "c"], "LINKED_ACCOUNT", "SERVICE"), (["1", "2"], ["a"], "SERVICE", "LINKED_ACCOUNT")],
)
def test_the_loop_goes_over_whichever_are_fewer(
    accounts: list[str], services: list[str], loop: str, group: str
) -> None:
    queries = plan(Kind(USAGE, True), accounts, services, "project")
    assert [set(query.only) for query in queries] == [{loop, "RECORD_TYPE"}] * min(len(accounts), len(services))
    assert {query.group_by for query in queries} == {(group,)}


def test_what_carries_no_tag_is_one_question() -> None:
    assert plan(Kind(("Tax",), False), ["1", "2"], [], "project") == [
        Query({"RECORD_TYPE": ("Tax",)}, ("LINKED_ACCOUNT", "SERVICE"))
    ]


@pytest.mark.parametrize(
    ("record_type", "category"),
    [
        ("Usage", "Usage"),
        ("Tax", "Tax"),
        ("Credit", "Credit"),
        ("Refund", "Adjustment"),
        ("RIFee", "Purchase"),
        ("SavingsPlanUpfrontFee", "Purchase"),
        ("Support", "Purchase"),
        ("Solution Provider Program Discount", "Adjustment"),
        ("Newly Invented", "Usage"),
    ],
)
def test_record_types_have_a_focus_charge_category(record_type: str, category: str) -> None:
    assert charge_category(record_type) == category


def test_every_request_is_one_that_aws_accepts(take: Callable[..., Pull], wire: Wire) -> None:
    take()
    for request in wire.asked:
        assert len(request.get("GroupBy", [])) <= 2
        if "Granularity" in request:
            assert request["Metrics"] == ["UnblendedCost", "AmortizedCost"]
        operands = request.get("Filter", {}).get("And")
        assert operands is None or len(operands) >= 2


def test_a_bill_without_any_tag_needs_one_question_per_kind(take: Callable[..., Pull], wire: Wire) -> None:
    wire.serve(((1, "111111111111", "AWS Lambda", "Usage", "", "1", "1"), (1, "1" * 12, "Tax", "Tax", "", "1", "1")))
    assert take().requests == 6  # control, accounts, overview, services, usage, tax
