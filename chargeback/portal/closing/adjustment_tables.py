"""The tables of adjustments and of a month as it was known on a day."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.figures import Stamp
from chargeback.closing.adjustment_figures import AdjustmentRow
from chargeback.closing.known import Known

from .. import display
from ..tables import LONG, ONE_LINE, MoneyColumn, SignedColumn, Table

ZERO = Decimal("0.00")


class MonthColumn(tables.Column):  # type: ignore[misc]
    def __init__(self, verbose_name: str, **options: object) -> None:
        super().__init__(verbose_name=verbose_name, attrs=ONE_LINE, **options)

    def render(self, value: dt.date | str) -> str:
        return display.short_month(value) if isinstance(value, dt.date) else value


class WhereColumn(tables.Column):  # type: ignore[misc]
    """The largest lines, for example "Search, AWS Lambda +4.11"."""

    def render(self, value: tuple[tuple[str, Decimal], ...], record: AdjustmentRow) -> str:
        told = [f"{words} {display.signed_money(amount)}" for words, amount in value]
        return "; ".join(told) + (f"; and {record.others} more" if record.others else "")


class AdjustmentsTable(Table):
    month = MonthColumn("Of month")
    posted_in = MonthColumn("Billed in")
    team = tables.Column("Team")
    cause = tables.Column("Cause")
    amount = SignedColumn("Amount")
    state = tables.Column("State")
    largest = WhereColumn("Where", orderable=False, attrs=LONG)
    decided_by = tables.Column("Decided by")
    reason = tables.Column("Why", orderable=False)
    statement = tables.Column("Statement", attrs=ONE_LINE)

    default_order = "team"


CAPTIONS = {
    "of": ("Since {month} was closed", "Nothing of this month has changed since it was closed, or it is still open."),
    "in": ("Of earlier months, billed in {month}", "No adjustment of an earlier month is billed here."),
}


def adjustments_table(rows: Sequence[AdjustmentRow], which: str, stamp: Stamp, query: QueryDict) -> AdjustmentsTable:
    caption, empty = CAPTIONS[which]
    total = {"month": "Total", "amount": sum((row.amount for row in rows), ZERO)}
    return AdjustmentsTable(
        rows,
        caption.format(month=display.month_name(stamp.month)),
        query,
        closing=[total] if rows else [],
        heads={"amount": f"Amount {stamp.currency}"},
        name=which,
        empty_text=empty,
    )


def why_words(value: object) -> str:
    """For example "a rule changed +1.16; the provider restated its bill −0.20"; empty for what is no list of causes."""
    pairs = value if isinstance(value, tuple) else ()
    return "; ".join(f"{why} {display.signed_money(amount)}" for why, amount in pairs)


class KnownTable(Table):
    name = tables.Column("Team")
    then = MoneyColumn("Known then")
    now = MoneyColumn("Known now")
    change = SignedColumn("Change")
    why = tables.Column("Why", orderable=False, empty_values=(), attrs=LONG)

    def render_why(self, value: object) -> str:
        return why_words(value)


def known_table(known: Known, query: QueryDict) -> KnownTable:
    total = {"name": "Bill", "then": known.then, "now": known.now, "change": known.now - known.then, "why": ()}
    heads = {
        "then": f"Known on {display.day(known.on)}, {known.currency}",
        "now": f"Known now, {known.currency}",
        "change": f"Change {known.currency}",
    }
    return KnownTable(known.teams, "Then and now", query, closing=[total], heads=heads, name="known")
