"""The table of Explore: a row for each group, a column for each day or month, totals and change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.explore_figures import Bucket, Explored, Group, Span
from chargeback.billing.explore_rows import together
from chargeback.billing.explore_spans import is_whole
from chargeback.billing.figures import Amounts

from .. import display
from ..tables import WIDE, MoneyColumn, NumberColumn, Table
from .links import narrowed
from .words import kind_of

ZERO = Decimal("0.00")
NOTHING_FOUND = "No cost matches. Remove a filter, or choose other days."


@dataclass(frozen=True, slots=True)
class Row:
    """A group as a row. `url` is where its name leads; empty for totals."""

    name: str
    cents: tuple[Decimal, ...]
    total: Decimal
    previous: Decimal | None
    url: str = ""

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.total, ZERO, self.total, self.previous)

    @property
    def change(self) -> Decimal | None:
        return self.amounts.change


class MovedColumn(NumberColumn):
    """How the total moved, in words; ordered by the amount."""

    def __init__(self) -> None:
        super().__init__("Change", accessor="change", empty_values=())

    def render(self, record: Row) -> str:
        return display.change(record.amounts)


class ExploreTable(Table):
    name = tables.Column(linkify=lambda record: record.url or None, attrs=WIDE)
    total = MoneyColumn("Total")
    previous = MoneyColumn("Before")
    change = MovedColumn()

    default_order = "-total"


def explore_table(found: Explored, shown: Sequence[Group], rest: Sequence[Group], query: QueryDict) -> ExploreTable:
    """The `shown` groups; below them the `rest` as one row, and the total of all."""
    columns = {
        f"at_{place}": MoneyColumn(label(one), accessor=f"cents__{place}") for place, one in enumerate(found.buckets)
    }
    names = tuple(columns)  # making a class adds to them
    kind: type[ExploreTable] = type("ExploreTable", (ExploreTable,), columns)
    rows = [Row(one.name, one.cents, one.total, one.previous, narrowed(found, one, query)) for one in shown]
    compared = found.compared
    compared_columns = ("previous", "change") if compared else ()
    options: dict[str, object] = {} if compared else {"exclude": ("previous", "change")}
    heads = {"name": kind_of(found.asked.group), "total": f"Total {found.currency}"}
    if compared:
        heads |= {"previous": display.days(compared.first, compared.last + dt.timedelta(days=1))}
    return kind(
        rows,
        caption(found),
        query,
        closing=closing(found, rest),
        heads=heads,
        name="explore",
        per_page=len(rows) or 1,
        sequence=("name", *names, "total", *compared_columns),
        empty_text=NOTHING_FOUND,
        **options,
    )


def caption(found: Explored) -> str:
    days = found.asked.span
    return f"Cost by {kind_of(found.asked.group).lower()}, {display.days(days.first, days.last + dt.timedelta(days=1))}"


def closing(found: Explored, rest: Sequence[Group]) -> list[Row]:
    return [*([row(together(rest))] if rest else []), row(found.total)]


def row(one: Group) -> Row:
    return Row(one.name, one.cents, one.total, one.previous)


def label(one: Bucket) -> str:
    """A column's head: the day, the month, or the days of it that are asked for; and whether they have no data."""
    return days_of(one) if one.has_data else f"{days_of(one)}, no data"


def days_of(one: Bucket) -> str:
    if one.first == one.last:
        return display.short_day(one.first)
    if is_whole(Span(one.first, one.last)):
        month = display.short_month(one.first)
        return f"{month} to date" if one.is_unfinished else month
    return display.days(one.first, one.last + dt.timedelta(days=1))
