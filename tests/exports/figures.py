"""A small company's month, made by hand: a statement and an overview whose parts add up."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from chargeback.billing.figures import (
    Amounts,
    Day,
    Line,
    MonthTotals,
    Overview,
    Party,
    Reconciliation,
    Row,
    SharedCost,
    Stamp,
    Statement,
)

MONTH = dt.date(2026, 10, 1)

STAMP = Stamp(
    month=MONTH,
    currency="USD",
    basis="billed",
    state="open",
    run_id=12,
    checksum="c" * 64,
    rulebook_fingerprint="f" * 64,
    calculated_at=dt.datetime(2026, 11, 3, 4, 10, tzinfo=dt.UTC),
    is_estimated=True,
    data_until=dt.datetime(2026, 11, 3, 4, 5, tzinfo=dt.UTC),
)
"""October 2026 as run 12 saw it, not yet final."""


def amounts(direct: str, shared: str, previous: str | None = None) -> Amounts:
    own, through_pools = Decimal(direct), Decimal(shared)
    return Amounts(own, through_pools, own + through_pools, Decimal(previous) if previous else None)


def row(slug: str, name: str, sums: Amounts, percent: str = "50.0", owner: str = "") -> Row:
    return Row(slug, name, sums, Decimal(percent), owner)


STATEMENT = Statement(
    stamp=STAMP,
    team=Party("payments", "Payments & Billing", "Alice Åberg", "4711", "6805"),
    amounts=amounts("1234567.89", "-0.12", "1000000.00"),
    by_project=(row("checkout", "Checkout", amounts("1234567.89", "-0.12"), "100.0"),),
    by_service=(
        row("s3", "Amazon Simple Storage Service", amounts("1234567.89", "0.00"), "100.0"),
        row("support", "AWS Support (Business)", amounts("0.00", "-0.12"), "0.0"),
    ),
    shared_costs=(
        SharedCost("support", "Support", "", "in even parts", Decimal("-0.24"), Decimal("50.0"), Decimal("-0.12")),
    ),
    days=(
        Day(dt.date(2026, 10, 1), Decimal("1234560.00"), Decimal("-0.06")),
        Day(dt.date(2026, 10, 2), Decimal("7.89"), Decimal("-0.06")),
    ),
    lines=(
        Line("Checkout", "Amazon Simple Storage Service", "", Decimal("1234567.8901234567"), Decimal("1234567.89")),
        Line("Checkout", "AWS Support (Business)", "Support", Decimal("-0.1200000001"), Decimal("-0.12")),
    ),
)
"""A statement with a credit, an amount that no float can hold, and names that are not plain English."""

OVERVIEW = Overview(
    stamp=STAMP,
    bill=amounts("1234667.89", "0.00", "1000000.00"),
    unallocated=amounts("33.33", "0.00", "20.00"),
    allocated_percent=Decimal("99.9"),
    teams=(
        row("payments", "Payments & Billing", STATEMENT.amounts, "99.9", "Alice Åberg"),
        row("search", "Search", amounts("66.67", "0.12", "0.00"), "0.1", "Bob"),
    ),
    reconciliation=Reconciliation(
        bill=Decimal("1234667.8901234570"),
        allocated=Decimal("1234634.5601234564"),
        unallocated=Decimal("33.3300000001"),
        rounding=Decimal("0.0000000005"),
    ),
    trend=(
        MonthTotals(dt.date(2026, 9, 1), False, False, {"": Decimal("20.00"), "gone": Decimal("999980.00")}),
        MonthTotals(
            MONTH,
            True,
            True,
            {"": Decimal("33.33"), "payments": Decimal("1234567.77"), "search": Decimal("66.79")},
        ),
    ),
)


def statement_written_by(stranger: str) -> Statement:
    """The statement with `stranger`'s text wherever a name, tag or note of the outer world can stand."""
    return replace(
        STATEMENT,
        team=Party("payments", stranger, stranger, stranger, stranger),
        by_project=tuple(replace(row, name=stranger) for row in STATEMENT.by_project),
        by_service=tuple(replace(row, name=stranger) for row in STATEMENT.by_service),
        shared_costs=tuple(replace(cost, name=stranger, note=stranger) for cost in STATEMENT.shared_costs),
        lines=tuple(replace(line, project=stranger, service=stranger, pool=stranger) for line in STATEMENT.lines),
    )


def overview_written_by(stranger: str) -> Overview:
    return replace(OVERVIEW, teams=tuple(replace(row, name=stranger, owner=stranger) for row in OVERVIEW.teams))
