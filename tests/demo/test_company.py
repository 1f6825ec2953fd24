"""The demo company: what its bill promises to show."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import islice

import pytest

from chargeback.demo.company import ACCOUNTS, PROJECTS
from chargeback.demo.generator import demo_ledger, demo_rows
from chargeback.demo.ledger import UNIT, Ledger, LedgerRow

from .conftest import TODAY, Serve, amounts, total

MONTHS = ["2025-10", "2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 12))]


@cache
def ledger() -> Ledger:
    return demo_ledger(TODAY)


@cache
def rows() -> tuple[LedgerRow, ...]:
    return tuple(ledger().rows())


def billed(*, day: dt.date | None = None, **dimensions: str) -> int:
    """The billed cost of the rows of a day with these dimensions."""
    return sum(
        row.billed
        for row in rows()
        if (day is None or row.day == day)
        and all(getattr(row.dimensions, name) == value for name, value in dimensions.items())
    )


def record_types() -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows():
        found[row.dimensions.record_type] += row.billed
    return found


def test_the_same_seed_and_day_give_the_same_bill() -> None:
    first, again, other = (list(islice(demo_rows(TODAY, seed), 20_000)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_tomorrow_changes_only_the_open_month() -> None:
    def closed(found: Iterable[LedgerRow]) -> set[LedgerRow]:
        return {row for row in found if dt.date(2026, 9, 1) <= row.day < dt.date(2026, 11, 1)}

    assert closed(rows()) == closed(demo_rows(TODAY + dt.timedelta(days=9)))


def test_thirteen_full_months_and_the_open_one_up_to_yesterday() -> None:
    days = sorted(ledger().days)
    assert (days[0], days[-1]) == (dt.date(2025, 10, 1), TODAY - dt.timedelta(days=1))
    assert len(days) == (days[-1] - days[0]).days + 1
    assert 180_000 < ledger().row_count() < 250_000


@pytest.mark.parametrize("today", [dt.date(2026, 3, 1), dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
def test_any_day_can_be_today(today: dt.date) -> None:
    days = demo_ledger(today).days
    assert max(days) == today - dt.timedelta(days=1)


def test_a_month_costs_what_a_middling_company_pays() -> None:
    months: Counter[str] = Counter()
    for row in rows():
        months[f"{row.day:%Y-%m}"] += row.billed
    full = [Decimal(months[month]) / UNIT for month in MONTHS[:-1]]
    assert min(full) > 400_000
    assert max(full) < 650_000


def test_it_has_its_accounts_projects_and_services() -> None:
    series = ledger().series
    assert {each.account for each in series} == {account.number for account in ACCOUNTS}
    assert len(PROJECTS) == 40
    assert {project.slug for project in PROJECTS} <= {each.tag("project") for each in series}
    assert 24 <= len({each.service for each in series}) <= 34


def test_tags_are_misspelt_in_ways_people_misspell() -> None:
    values = {series.tag("project") for series in ledger().series}
    assert {"checkout", "chekout", "Checkout", "legacy-fleet-telemetry", "poc-chatbot", ""} <= values


def test_every_kind_of_record_is_there() -> None:
    found = record_types()
    assert set(found) == {
        "Usage",
        "DiscountedUsage",
        "SavingsPlanCoveredUsage",
        "SavingsPlanNegation",
        "SavingsPlanRecurringFee",
        "Fee",
        "Support",
        "Tax",
        "Credit",
        "Refund",
    }
    assert found["Credit"] < 0
    assert found["Refund"] < 0
    assert found["SavingsPlanCoveredUsage"] == -found["SavingsPlanNegation"] > 0


def test_some_credits_land_on_services_that_nobody_uses() -> None:
    used = {series.service for series in ledger().series if series.record_type == "Usage"}
    credited = {series.service for series in ledger().series if series.record_type == "Credit"}
    assert {"AWS Data Transfer", "Amazon S3 Glacier Deep Archive"} <= credited - used


def test_weekends_are_quieter() -> None:
    assert billed(day=dt.date(2026, 7, 11)) < billed(day=dt.date(2026, 7, 8)) * 9 // 10


def test_the_cameras_of_november_cost_three_times_their_usual() -> None:
    def cameras(day: int) -> int:
        return sum(
            row.billed
            for row in rows()
            if row.day == dt.date(2026, 11, day)
            and row.dimensions.tag("project") == "picking-vision"
            and row.dimensions.service == "Amazon Elastic Compute Cloud - Compute"
        )

    assert cameras(11) > 3 * cameras(4)


def test_amortized_cost_goes_to_the_users_of_the_savings_plan(serve: Serve) -> None:
    service = serve(ledger())
    pages = service.ask(
        "2026-10-01",
        "2026-11-01",
        Granularity="MONTHLY",
        Metrics=["UnblendedCost", "AmortizedCost", "BlendedCost", "NetUnblendedCost", "NetAmortizedCost"],
        GroupBy=[{"Type": "TAG", "Key": "project"}],
    )
    checkout = {metric: amounts(pages, metric)[("project$checkout",)] for metric in amounts_of(pages)}
    assert len(set(checkout.values())) == 5
    assert checkout["AmortizedCost"] > checkout["UnblendedCost"]


def amounts_of(pages: list[dict[str, object]]) -> list[str]:
    return list(pages[0]["ResultsByTime"][0]["Groups"][0]["Metrics"])  # type: ignore[index]


@pytest.mark.parametrize("month", [*MONTHS[:-1:6], "2026-03"])
def test_groups_add_up_to_the_control_exactly_in_both_bases(serve: Serve, month: str) -> None:
    service = serve(ledger(), page_size=150)
    start = dt.date.fromisoformat(f"{month}-01")
    end = (start + dt.timedelta(days=31)).replace(day=1)
    metrics = {"Metrics": ["UnblendedCost", "AmortizedCost"]}
    keys = [{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "TAG", "Key": "project"}]
    grouped = service.ask(str(start), str(end), GroupBy=keys, **metrics)
    control = service.ask(str(start), str(end), **metrics)
    for metric in metrics["Metrics"]:
        assert sum(amounts(grouped, metric).values()) == total(control, metric)
    assert total(control) != total(control, "AmortizedCost")
