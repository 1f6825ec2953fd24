"""Coverage: how cost found its team, each way apart, and no figure better than it is."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.coverage import CoverageRow, How, coverage, honest_percent
from tests.billing.bills import Line, run_bill

RULES = """
tag: project
teams:
  shop: {name: Web Shop, owner: Alice Moreau}
  data: {name: Data Platform}
  old: {name: Old Team, owner: Bob Tanaka, until: 2026-10-01}
projects:
  checkout: {team: shop}
  warehouse: {team: data}
  archive: {team: old}
  orphan: {team: [{team: shop, until: 2026-10-01}]}
rules:
  - {name: support fee, when: {service: "AWS Support*"}, pool: support}
  - {name: "tag like=this", when: {account: "222222222222"}, team: shop}
  - {name: kept, when: {service: [Tax], tags.project: {absent: true}}, team: shop}
  - {name: whatever is untagged there, when: {tags.env: {absent: true}, tags.project: {absent: true}}, team: data}
pools:
  support: {method: even, targets: [shop, data]}
"""
BILL = (
    Line("100", {"project": "checkout", "env": "prod"}),
    Line("50", {"project": "warehouse"}),
    Line("7", {"project": "checkout"}, account="222222222222"),
    Line("20", service="AWS Support (Business)", category="Purchase"),
    Line("3", service="Tax", category="Tax"),
    Line("11", service="Amazon Athena"),
    Line("13", {"project": "chekout"}),
    Line("5", {"env": "prod"}),
    Line("2", {"project": "archive"}),
    Line("4", {"project": "orphan"}),
    Line("-30", {"env": "prod"}, service="AWS Data Transfer", category="Credit"),
)


@pytest.fixture
def rules(db: None) -> None:
    save_rulebook(rulebook_from_yaml(RULES))


@pytest.mark.usefixtures("rules")
def test_each_way_stands_apart_and_all_add_up_to_the_bill() -> None:
    run = run_bill(BILL)
    found = coverage(run)
    amounts = {row.how: (int(row.charges), int(row.credits)) for row in found.rows if row.charges or row.credits}
    assert amounts == {
        How.TAG.value: (150, 0),
        How.RULE.value: (10, 0),  # also by the rule that is called what a tag's decision looks like
        How.POOL.value: (20, 0),
        How.DEFAULT.value: (11, 0),
        How.LAPSED.value: (6, 0),
        How.UNKNOWN_VALUE.value: (13, 0),
        How.NO_TAG.value: (5, -30),
    }
    assert found.charges + found.credits == run.control_total


@pytest.mark.usefixtures("rules")
def test_a_credit_hides_no_untagged_cost_and_a_default_is_no_coverage() -> None:
    found = coverage(run_bill(BILL))
    rows = {row.how: row for row in found.rows}
    assert rows[How.NO_TAG.value].percent == Decimal("2.3")  # 5 of 215, not -25 of 185
    assert found.covered == Decimal("83.7")  # 180 of 215: tag, rule and pool, without the 11 by default


@pytest.mark.usefixtures("rules")
def test_cost_of_a_team_without_an_owner_is_named() -> None:
    found = coverage(run_bill(BILL))
    assert found.ownerless == 61
    assert found.ownerless_percent == Decimal("28.3")


def test_a_part_that_is_not_all_is_never_shown_as_all() -> None:
    assert honest_percent(Decimal("99999.99"), Decimal(100_000)) == Decimal("99.9")
    assert honest_percent(Decimal(100), Decimal(100)) == Decimal("100.0")
    assert honest_percent(Decimal(0), Decimal(0)) is None


AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=10).map(str)
TAGS = st.fixed_dictionaries(
    {}, optional={"project": st.sampled_from(["checkout", "archive", "x"]), "env": st.just("a")}
)


@pytest.mark.usefixtures("rules")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(AMOUNTS, TAGS, st.sampled_from(["111111111111", "222222222222"])), min_size=1, max_size=8))
def test_whatever_the_bill_is_coverage_adds_up_to_it(lines: list[tuple[str, dict[str, str], str]]) -> None:
    run = run_bill(Line(amount, tags, account=account) for amount, tags, account in lines)
    found = coverage(run)
    assert sum((row.charges + row.credits for row in found.rows), Decimal(0)) == run.control_total
    assert all(is_honest(row, found.charges) for row in found.rows)


def is_honest(row: CoverageRow, charges: Decimal) -> bool:
    """100 % means all, and nothing is said where there is nothing."""
    return (row.percent == 100) == (row.charges == charges) if charges else row.percent is None
