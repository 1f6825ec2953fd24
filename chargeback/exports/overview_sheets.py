"""The company's month as tables: teams and unallocated, the trend, and the proof to the tenth decimal."""

from collections.abc import Sequence
from decimal import Decimal

from chargeback.billing.figures import MonthTotals, Overview, Reconciliation

from .cells import CENTS, EXACT, PERCENT, Value
from .sheets import Column, Sheet
from .stamps import stamp_rows
from .statement_sheets import amount_columns, amount_values, check, fraction, reconciliation_columns, summary_of

UNALLOCATED = "Unallocated"


def overview_sheets(overview: Overview) -> list[Sheet]:
    """Summary, teams, trend, and the proof that nothing was lost."""
    teams = teams_sheet(overview)
    currency = overview.stamp.currency
    return [
        summary_sheet(overview),
        teams,
        trend_sheet(overview),
        proof_sheet(overview.reconciliation, currency),
        Sheet(
            "Checks", reconciliation_columns(currency), [check("Teams and unallocated", teams, 6, overview.bill.total)]
        ),
    ]


def summary_sheet(overview: Overview) -> Sheet:
    bill, percent = overview.bill, overview.allocated_percent
    rows: list[tuple[str, Value]] = [
        ("Chargeback of", "all teams"),
        ("Bill", bill.total),
        ("Allocated", bill.total - overview.unallocated.total),
        (UNALLOCATED, overview.unallocated.total),
        ("Allocated, percent of the bill", "" if percent is None else f"{percent} %"),
        ("Bill of the month before", bill.previous),
        ("Change", bill.change),
        ("Teams", len(overview.teams)),
    ]
    return summary_of(rows + stamp_rows(overview.stamp), overview.stamp.currency)


def teams_sheet(overview: Overview) -> Sheet:
    """One row per team, one for what is with nobody, and the bill below."""
    currency, nobody, bill = overview.stamp.currency, overview.unallocated, overview.bill
    rows: list[tuple[Value, ...]] = [
        (
            row.name,
            row.slug,
            row.owner,
            *amount_values(row.amounts),
            fraction(row.percent_of_whole),
            row.amounts.previous,
            row.amounts.change,
        )
        for row in overview.teams
    ]
    part = None if overview.allocated_percent is None else 1 - overview.allocated_percent / 100
    rows.append((UNALLOCATED, None, None, *amount_values(nobody), part, nobody.previous, nobody.change))
    total = ("Bill: teams and unallocated", None, None, *amount_values(bill))
    return Sheet("Teams", team_columns(currency), rows, (*total, None, bill.previous, bill.change))


def team_columns(currency: str) -> tuple[Column, ...]:
    return (
        Column("Team", 34),
        Column("Short name", 20),
        Column("Owner", 26),
        *amount_columns(currency),
        Column("% of the bill", 12, PERCENT),
        Column(f"Month before ({currency})", 18, CENTS),
        Column(f"Change ({currency})", 16, CENTS),
    )


def trend_sheet(overview: Overview) -> Sheet:
    """A row per team, a column per month. A team that is gone keeps its short name."""
    months = overview.trend
    names = overview.team_names
    slugs = sorted({slug for month in months for slug in month.totals if slug}, key=lambda slug: names.get(slug, slug))
    columns = (Column("Team", 34), *(Column(month_title(month), 16, CENTS) for month in months))
    rows = [trend_row(names.get(slug, slug), months, slug) for slug in slugs]
    rows.append(trend_row(UNALLOCATED, months, ""))
    total: list[Value] = ["Total", *(sum(month.totals.values(), Decimal("0.00")) for month in months)]
    return Sheet("Trend", columns, rows, total)


def trend_row(name: str, months: Sequence[MonthTotals], slug: str) -> list[Value]:
    return [name, *(month.totals.get(slug) for month in months)]


def month_title(month: MonthTotals) -> str:
    marks = [mark for mark, holds in (("open", month.is_open), ("estimated", month.is_estimated)) if holds]
    return f"{month.month:%Y-%m}" + (f" ({', '.join(marks)})" if marks else "")


def proof_sheet(proof: Reconciliation, currency: str) -> Sheet:
    """Bill = allocated + unallocated + rounding. Digits stand as text too, as spreadsheets keep 15 of them."""
    rows = [
        ("The provider's bill", proof.bill),
        ("Allocated", proof.allocated),
        (UNALLOCATED, proof.unallocated),
        ("The provider's own rounding", proof.rounding),
        ("Difference", proof.difference),
    ]
    columns = (Column("Amount", 34), Column(f"Exact ({currency})", 26, EXACT), Column("Every digit", 34))
    return Sheet("Reconciliation", columns, [(name, amount, f"{amount:.10f}") for name, amount in rows])
