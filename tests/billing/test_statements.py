"""A team's statement and the overview: figures that agree with each other, in cents."""

import datetime as dt
from decimal import Decimal

import pytest

from allocation.models import Owner, Team
from chargeback.billing.figures import Overview, Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.overviews import overview
from chargeback.billing.runs import run_period
from chargeback.billing.statements import statement
from chargeback.billing.unallocated import UnallocatedRow, unallocated

from .conftest import NOW, OCTOBER

pytestmark = pytest.mark.django_db
SEPTEMBER = dt.date(2026, 9, 1)


@pytest.fixture
def october(rules, store) -> BillingPeriod:  # type: ignore[no-untyped-def]
    store([(5, "Amazon Simple Storage Service", "checkout", "8", "8")], month=SEPTEMBER)
    run_period(SEPTEMBER, "USD", NOW)
    store()
    return run_period(OCTOBER, "USD", NOW).period


@pytest.fixture
def shop(october: BillingPeriod) -> Statement:
    return statement(october, Team.objects.get(slug="shop"))


@pytest.fixture
def company(october: BillingPeriod) -> Overview:
    return overview(october)


def test_a_statement_adds_up_at_every_level(shop: Statement) -> None:
    total = Decimal("13.72")
    assert shop.amounts.total == total
    assert sum(line.cents for line in shop.lines) == total
    assert sum(row.amounts.total for row in shop.by_project) == total
    assert sum(row.amounts.total for row in shop.by_service) == total
    assert sum(day.direct + day.shared for day in shop.days) == total
    assert sum(cost.amount for cost in shop.shared_costs) == shop.amounts.shared == Decimal("2.89")


def test_a_statement_shows_the_month_before(shop: Statement) -> None:
    assert (shop.amounts.previous, shop.amounts.change, shop.amounts.change_percent) == (
        Decimal("8.00"),
        Decimal("5.72"),
        Decimal("71.5"),
    )


def test_projects_stand_dearest_first_with_their_part_of_the_whole(shop: Statement) -> None:
    shown = [(row.name, row.amounts.total, row.percent_of_whole) for row in shop.by_project]
    assert shown == [
        ("checkout", Decimal("7.50"), Decimal("54.7")),
        ("search", Decimal("3.33"), Decimal("24.3")),
        ("(no project)", Decimal("2.89"), Decimal("21.1")),
    ]


def test_shared_costs_say_how_they_were_shared(shop: Statement) -> None:
    (support,) = shop.shared_costs
    assert (support.pool_total, support.percent, support.method) == (
        Decimal("10.00"),
        Decimal("28.9"),
        "in proportion to direct cost",
    )


def test_names_are_those_of_the_run_also_when_they_change_later(october: BillingPeriod) -> None:
    Owner.objects.filter(name="Alice Moreau").update(name="Somebody Else")
    Team.objects.filter(slug="shop").update(name="Renamed")
    party = statement(october, Team.objects.get(slug="shop")).team
    assert (party.name, party.owner, party.cost_centre, party.gl_account) == (
        "Web Shop",
        "Alice Moreau",
        "4711",
        "6805",
    )


def test_the_overview_reconciles_exactly_and_in_cents(company: Overview) -> None:
    assert company.reconciliation.difference == 0
    assert sum(row.amounts.total for row in company.teams) + company.unallocated.total == company.bill.total
    assert (company.bill.total, company.unallocated.total) == (Decimal("49.50"), Decimal("2.00"))
    assert company.allocated_percent == Decimal("96.0")


def test_the_overviews_teams_equal_their_statements(company: Overview, shop: Statement) -> None:
    amounts = {row.slug: row.amounts for row in company.teams}
    assert amounts["shop"] == shop.amounts


def test_the_trend_holds_the_months_with_a_run(company: Overview) -> None:
    assert [(month.month, month.totals) for month in company.trend] == [
        (SEPTEMBER, {"shop": Decimal("8.00")}),
        (OCTOBER, {"": Decimal("2.00"), "data": Decimal("33.78"), "shop": Decimal("13.72")}),
    ]


def test_a_team_without_cost_has_an_empty_statement(october: BillingPeriod) -> None:
    idle = Team.objects.create(slug="idle", name="Idle")
    empty = statement(october, idle)
    assert (empty.amounts.total, empty.lines, empty.days) == (Decimal("0.00"), (), ())


def test_unallocated_says_what_is_missing_and_adds_up(october: BillingPeriod) -> None:
    def said(row: UnallocatedRow) -> tuple[str, str, str, dt.date, Decimal]:
        return row.reason, row.tag_value, row.service, row.first_day, row.cents

    third = dt.date(2026, 10, 3)
    rows = unallocated(october)
    assert [said(row) for row in rows] == [
        ("unknown tag value", "chekout", "Amazon Simple Storage Service", third, Decimal("1.00")),
        ("no tag", "", "EC2 - Other", third, Decimal("1.00")),
    ]
    assert sum(row.amount for row in rows) == Decimal("2")
