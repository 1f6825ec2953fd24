"""The tables of a month's close: what moved since the last draft, history, versions, issued statements."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.figures import Stamp
from chargeback.closing.close_figures import CloseFigures, IssuedRow, Step, TeamMove, Version

from .. import display
from ..links import currency_suffix
from ..tables import ONE_LINE, MoneyColumn, NumberColumn, SignedColumn, Table

ZERO = Decimal("0.00")


class MomentColumn(tables.Column):  # type: ignore[misc]
    def __init__(self, verbose_name: str, **options: object) -> None:
        super().__init__(verbose_name=verbose_name, attrs=ONE_LINE, **options)

    def render(self, value: dt.datetime) -> str:
        return display.moment(value)


class MovesTable(Table):
    name = tables.Column("Team")
    before = MoneyColumn("Before")
    now = MoneyColumn("Now")
    change = SignedColumn("Change")


def moves_table(figures: CloseFigures, query: QueryDict) -> MovesTable:
    heads = {name: f"{name.capitalize()} {figures.stamp.currency}" for name in ("before", "now", "change")}
    moves: Sequence[TeamMove] = figures.moves
    before, now = (sum((getattr(one, side) for one in moves), ZERO) for side in ("before", "now"))
    total = {"name": "All that changed", "before": before, "now": now, "change": now - before}
    return MovesTable(
        moves,
        f"Difference to {figures.compared_with}",
        query,
        closing=[total] if moves else [],
        heads=heads,
        name="moves",
        empty_text="No team's cost changed.",
    )


class StepsTable(Table):
    at = MomentColumn("When", initial_sort_descending=True)
    what = tables.Column("What")
    by = tables.Column("Who")
    reason = tables.Column("Why")


def steps_table(figures: CloseFigures, query: QueryDict) -> StepsTable:
    steps: Sequence[Step] = figures.steps
    return StepsTable(steps, "History of this month", query, name="steps", empty_text="Nothing was done with it yet.")


class VersionsTable(Table):
    number = NumberColumn("Version")
    at = MomentColumn("Issued")
    by = tables.Column("By")
    statements = NumberColumn("Statements")
    total = MoneyColumn("Total")
    overridden = tables.Column("Overridden", orderable=False, empty_values=())
    note = tables.Column("Note", orderable=False)

    def render_overridden(self, value: tuple[str, ...]) -> str:
        return "; ".join(value) or "nothing"


def versions_table(figures: CloseFigures, query: QueryDict) -> VersionsTable:
    versions: Sequence[Version] = figures.versions
    heads = {"total": f"Total {figures.stamp.currency}"}
    return VersionsTable(versions, "Versions issued", query, heads=heads, name="versions")


class IssuedTable(Table):
    number = tables.Column("Statement", attrs=ONE_LINE)
    name = tables.Column("Team", linkify=lambda record, table: table.link_to(record))
    owner = tables.Column("Owner")
    charges = MoneyColumn("Charges")
    adjusted = SignedColumn("Adjustments")
    total = MoneyColumn("To pay")
    checksum = tables.Column("Checksum", orderable=False)

    default_order = "number"

    def __init__(self, rows: Sequence[IssuedRow], stamp: Stamp, query: QueryDict, **options: Any) -> None:
        self.stamp, self.suffix = stamp, currency_suffix(stamp, query)
        heads = {name: f"{head} {stamp.currency}" for name, head in HEADS.items()}
        super().__init__(rows, "Issued statements", query, heads=heads, name="issued", **options)

    def link_to(self, record: IssuedRow | dict[str, object]) -> str | None:
        if not isinstance(record, IssuedRow) or not record.slug:
            return None
        return reverse("statement", args=[self.stamp.month, record.slug]) + self.suffix

    def render_checksum(self, value: str) -> str:
        return value[:12]


HEADS = {"charges": "Charges", "adjusted": "Adjustments", "total": "To pay"}


def issued_table(figures: CloseFigures, query: QueryDict) -> IssuedTable:
    rows = figures.issued
    sums = {name: sum((getattr(row, name) for row in rows), ZERO) for name in HEADS}
    return IssuedTable(
        rows, figures.stamp, query, closing=[{"number": "Total", "name": f"All {len(rows)} statements", **sums}]
    )
