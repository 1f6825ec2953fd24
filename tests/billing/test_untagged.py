"""Untagged usage, its last owner, and the tags that a team's cost must carry."""

import datetime as dt
from decimal import Decimal

import pytest

from allocation.models import Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing import untagged as module
from chargeback.billing.required_tags import RequiredRow, required_tags
from chargeback.billing.untagged import LastOwner, untagged
from chargeback.costs.models import RequiredTag
from tests.billing.bills import OCTOBER, Line, run_bill, store_bill

SEPTEMBER = dt.date(2026, 9, 1)
RULES = """
tag: project
teams: {shop: {name: Web Shop}, data: {name: Data Platform}}
projects: {checkout: {team: shop}, warehouse: {team: data}}
rules:
  - {name: data account, when: {account: "222222222222"}, team: data}
"""


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    save_rulebook(rulebook_from_yaml(RULES))


def test_untagged_usage_is_listed_by_account_and_service_with_what_is_with_nobody() -> None:
    run = run_bill(
        [
            Line("10", {"project": "checkout"}),
            Line("4", {"env": "prod"}),
            Line("2", day=9),
            Line("7", account="222222222222"),
            Line("90", service="Tax", category="Tax"),
            Line("-50", category="Credit"),
        ]
    )
    found = untagged(run.period)
    assert [(row.account, row.amount, row.nobody) for row in found.rows] == [
        ("222222222222", Decimal(7), Decimal(0)),
        ("111111111111", Decimal(6), Decimal(6)),
    ]
    assert (found.amount, found.nobody, found.usage) == (Decimal(13), Decimal(6), Decimal(23))
    assert found.percent == Decimal("56.5")


def test_the_last_owner_is_who_carried_cost_there_on_the_newest_day() -> None:
    run_bill([Line("5", {"project": "warehouse"}, service="Amazon Athena", day=3)], SEPTEMBER)
    run = run_bill([Line("1", {"project": "checkout"}), Line("9"), Line("8", service="Amazon Athena")])
    owners = {row.service: row.last_owner for row in untagged(run.period).rows}
    assert owners == {
        "AWS Lambda": LastOwner("shop", "Web Shop", OCTOBER),
        "Amazon Athena": LastOwner("data", "Data Platform", SEPTEMBER),
    }


def test_of_two_owners_on_the_newest_day_the_dearer_counts_and_a_place_nobody_had_has_none() -> None:
    lines = [
        Line("1", {"project": "checkout"}),
        Line("3", {"project": "warehouse"}),
        Line("9"),
        Line("2", service="new"),
    ]
    owners = {row.service: row.last_owner for row in untagged(run_bill(lines).period).rows}
    assert owners == {"AWS Lambda": LastOwner("data", "Data Platform", OCTOBER), "new": None}


def test_rows_beyond_the_listed_ones_are_one_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN", 2)
    found = untagged(run_bill([Line(str(amount), service=f"s{amount}") for amount in (5, 4, 3, 2)]).period)
    assert [row.amount for row in found.rows] == [Decimal(5), Decimal(4)]
    assert (found.rest, found.rest_nobody, found.count, found.amount) == (Decimal(5), Decimal(5), 4, Decimal(14))


def test_what_part_of_a_teams_usage_carries_a_required_tag() -> None:
    RequiredTag.objects.create(team=Team.objects.get(slug="shop"), key="env")
    RequiredTag.objects.create(key="owner")
    run = run_bill(
        [
            Line("6", {"project": "checkout", "env": "prod"}),
            Line("3", {"project": "checkout"}),
            Line("5", {"project": "warehouse", "owner": "x"}),
            Line("100", {"project": "checkout"}, category="Credit"),
        ]
    )
    assert required_tags(run) == (
        RequiredRow("shop", "Web Shop", "owner", Decimal(0), Decimal(9), Decimal(0), Decimal("0.0")),
        RequiredRow("shop", "Web Shop", "env", Decimal(6), Decimal(3), Decimal(0), Decimal("66.6")),
        RequiredRow("data", "Data Platform", "owner", Decimal(5), Decimal(0), Decimal(0), Decimal("100.0")),
    )


def test_usage_of_a_source_that_is_not_pulled_by_the_key_is_unknown_and_no_omission() -> None:
    RequiredTag.objects.create(key="env")
    store_bill([Line("6", {"project": "checkout", "env": "prod"}), Line("2", {"project": "checkout"})])
    store_bill([Line("40", {"project": "checkout"})], slug="other")
    run = run_bill([Line("6", {"project": "checkout", "env": "prod"}), Line("2", {"project": "checkout"})])
    assert required_tags(run) == (
        RequiredRow("shop", "Web Shop", "env", Decimal(6), Decimal(2), Decimal(40), Decimal("75.0")),
    )
