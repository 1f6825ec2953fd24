"""The questions a pull asks: they are the bill, none overlaps another, and they are few."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeback.sources.aws_dimensions import charge_category
from chargeback.sources.aws_plan import plan_of
from chargeback.sources.batch import Breakdown, Plan, Step
from chargeback.sources.window import Window

from .bills import WINDOW, Cell, answered, company, costs_of, prices, survey_of, truth

PROJECT = Breakdown(tag_keys=("project",))
WIDE = Breakdown(
    tag_keys=("project", "a:b$c"),
    cost_categories=("Division",),
    product_attributes=("model",),
    by_region=True,
    by_usage_type=True,
    lump_below=0,  # type: ignore[arg-type]
)
RECORD_TYPES = ["Usage", "SavingsPlanCoveredUsage", "SavingsPlanNegation", "Tax", "Credit", "Refund", "RIFee"]


def values(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    service = draw(values("EC2", "S3", "RDS", "Lambda", "Bedrock"))
    return {
        "LINKED_ACCOUNT": draw(values("1", "2", "3", "4")),
        "SERVICE": service,
        "RECORD_TYPE": draw(values(*RECORD_TYPES)),
        "TAG:project": draw(values("", "x", "y", "X", "a$b")),
        "TAG:a:b$c": draw(values("", "prod", "test")),
        "COST_CATEGORY:Division": draw(values("", "north", "south")),
        "REGION": draw(values("NoRegion", "eu-west-1", "us-east-1")),
        "USAGE_TYPE": draw(values("NoUsageType", "Box", "Bytes")),
        "PRODUCT_ATTRIBUTE:model": draw(values("", "m1", "m2")) if service == "Bedrock" else "",
    }


@st.composite
def bills(draw: st.DrawFn) -> tuple[list[Cell], list[int]]:
    bill = draw(st.lists(cells(), max_size=25))
    return bill, [draw(st.integers(1, 10**15)) for _ in bill]


BREAKDOWNS = st.sampled_from([Breakdown(), PROJECT, WIDE])


@settings(max_examples=100, deadline=None)
@given(bills(), BREAKDOWNS)
def test_the_answers_to_all_questions_are_the_bill(bill: tuple[list[Cell], list[int]], breakdown: Breakdown) -> None:
    plan = plan_of(survey_of(bill[0], breakdown), breakdown, WINDOW)
    assert costs_of(answered(plan, *bill)) == truth(*bill, breakdown)
    assert all(len(query.by) <= 2 for query in plan.queries)


@settings(max_examples=50, deadline=None)
@given(bills(), bills(), BREAKDOWNS)
def test_what_a_survey_did_not_see_is_missed_and_never_taken_for_something_else(
    old: tuple[list[Cell], list[int]], new: tuple[list[Cell], list[int]], breakdown: Breakdown
) -> None:
    now = (old[0] + new[0], old[1] + new[1])
    found = costs_of(answered(plan_of(survey_of(old[0], breakdown), breakdown, WINDOW), *now))
    right = truth(*now, breakdown)
    assert all(cost <= right.get(series, 0) for series, cost in found.items())


def test_a_bill_without_cost_needs_no_question() -> None:
    assert plan_of(survey_of([], PROJECT), PROJECT, WINDOW) == Plan((), ())


def requests(bill: Sequence[Cell], days: int = 3, breakdown: Breakdown = PROJECT) -> int:
    window = Window(WINDOW.start, WINDOW.start + dt.timedelta(days=days))
    return plan_of(survey_of(bill, breakdown, prices(bill)), breakdown, window).requests


@pytest.mark.parametrize(
    ("accounts", "services", "tags", "of_one", "most"),
    [(10, 30, 40, 6, 14), (10, 30, 20, 2, 8), (100, 60, 150, 3, 20), (1000, 120, 600, 2, 110), (1000, 120, 600, 1, 70)],
)
def test_companies_large_and_small_need_few_requests(
    accounts: int, services: int, tags: int, of_one: int, most: int
) -> None:
    assert requests(company(accounts, services, tags, of_one)) <= most


def test_accounts_with_one_tag_value_each_are_asked_together() -> None:
    bill = [
        {"LINKED_ACCOUNT": str(account), "SERVICE": service, "RECORD_TYPE": "Usage", "TAG:project": f"p{account}"}
        for account in range(30)
        for service in ("EC2", "S3")
    ]
    plan = plan_of(survey_of(bill, PROJECT), PROJECT, WINDOW)
    assert plan.steps == (Step("Usage by account and service", 1),)


def test_a_cost_category_that_follows_from_the_account_costs_nothing() -> None:
    breakdown = Breakdown(tag_keys=("project",), cost_categories=("Division",))
    plain = company(10, 30, 40, 6)
    divided = [{**cell, "COST_CATEGORY:Division": f"d{int(cell['LINKED_ACCOUNT']) % 3}"} for cell in plain]
    assert requests(divided, breakdown=breakdown) == requests(plain)


def test_small_services_that_no_rule_names_are_lumped_only_where_services_are_asked_one_by_one() -> None:
    bill = company(40, 40, 300, 30)
    costs = prices(bill)
    named = Breakdown(tag_keys=("project",), is_named=lambda service: service == "service 39")
    plan = plan_of(survey_of(bill, named, costs), named, WINDOW)
    found = costs_of(answered(plan, bill, costs))
    tagged = {series.service for series in found if series.tags}
    assert {"(other services)", "service 0", "service 39"} <= tagged
    assert "service 38" not in tagged
    assert sum(found.values()) == sum(costs)


def test_product_attributes_are_asked_only_of_their_services_and_only_since_they_exist() -> None:
    breakdown = Breakdown(tag_keys=("project",), product_attributes=("model",))
    bill = [
        {"LINKED_ACCOUNT": account, "SERVICE": service, "RECORD_TYPE": "Usage", "TAG:project": tag,
         "PRODUCT_ATTRIBUTE:model": model}
        for account in ("1", "2") for tag in ("x", "y")
        for service, model in (("EC2", ""), ("S3", ""), ("Bedrock", "m1"), ("Bedrock", "m2"))
    ]  # fmt: skip
    around = Window(dt.date(2026, 8, 30), dt.date(2026, 9, 3))
    plan = plan_of(survey_of(bill, breakdown), breakdown, around)
    for query in plan.queries:
        asked = str(query.request(("UnblendedCost",)))
        if "PRODUCT_ATTRIBUTE" in asked or "ProductAttributes" in asked:
            assert query.window.start == dt.date(2026, 9, 1)
            assert "Bedrock" in asked
    assert {query.window.start for query in plan.queries} == {around.start, dt.date(2026, 9, 1)}


def test_each_step_says_in_words_what_is_asked_and_what_it_costs() -> None:
    plan = plan_of(survey_of(company(10, 30, 40, 6), PROJECT), PROJECT, WINDOW)
    assert [(step.words, step.requests) for step in plan.steps] == [
        ("Other charges by record type and service", 1),
        ("Usage by tag project and service, one account at a time: 4 questions", 5),
        ("Usage by account and service", 1),
    ]
    assert plan.requests == sum(step.requests for step in plan.steps)
    assert str(plan.dollars) == f"{plan.requests / 100:.2f}"


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
