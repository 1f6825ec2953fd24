"""What every table on a page has: caption, order, pages, closing rows, and amounts written one way."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import django_tables2 as tables
from django.core.paginator import Paginator
from django.http import QueryDict
from django_tables2.rows import BoundRow

from chargeback.billing.figures import Amounts, Row, percent

from . import display

PER_PAGE = 50
ONE_LINE = {"th": {"class": "day"}, "td": {"class": "day"}}
NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class NumberColumn(tables.Column):  # type: ignore[misc]
    """Right-aligned; the largest comes first at the first click."""

    def __init__(self, verbose_name: str, **options: object) -> None:
        super().__init__(verbose_name=verbose_name, attrs=NUMBER, initial_sort_descending=True, **options)


class MoneyColumn(NumberColumn):
    def render(self, value: Decimal) -> str:
        return display.money(value)


class PercentColumn(NumberColumn):
    def render(self, value: Decimal) -> str:
        return display.percentage(value)


class ChangeColumn(NumberColumn):
    """How the total moved since the month before, in words."""

    def __init__(self) -> None:
        super().__init__("Change", accessor="amounts__change_percent", empty_values=())

    def render(self, record: Row) -> str:
        return display.change(record.amounts)


class DayColumn(tables.Column):  # type: ignore[misc]
    def __init__(self, verbose_name: str, **options: object) -> None:
        super().__init__(verbose_name=verbose_name, attrs=ONE_LINE, **options)

    def render(self, value: dt.date | str) -> str:
        return display.day(value) if isinstance(value, dt.date) else value


class Table(tables.Table):  # type: ignore[misc]
    """Rows in the order that `query` asks for, by declared columns only; equal rows stay in the order given.

    `closing` rows (totals) are shown below whatever page is open. `heads` replaces column heads by name.
    """

    default_order = ""

    class Meta:
        template_name = "table.html"
        order_by_field = "sort"

    def __init__(
        self,
        rows: Iterable[object],
        caption: str,
        query: QueryDict,
        closing: Sequence[object] = (),
        heads: Mapping[str, str] | None = None,
        name: str = "",
        **options: object,
    ) -> None:
        self.caption, self.closing, self.name = caption, closing, name or type(self).__name__.lower()
        prefix = f"{name}-" if name else ""
        super().__init__(list(rows), order_by=self.order_asked(query, prefix), prefix=prefix, default="", **options)
        for column, head in (heads or {}).items():
            if column in self.columns.names():  # others are left out of this table
                self.columns[column].column.verbose_name = head
        number = Paginator(self.rows, PER_PAGE).get_page(query.get(f"{prefix}page")).number
        self.paginate(page=number, per_page=PER_PAGE)

    def order_asked(self, query: QueryDict, prefix: str) -> str | None:
        asked = query.get(f"{prefix}sort", "")
        column = self.base_columns.get(asked.removeprefix("-"))
        return asked if column is not None and column.orderable is not False else self.default_order or None

    @property
    def closing_rows(self) -> list[BoundRow]:
        return [BoundRow(row, table=self) for row in self.closing]

    @property
    def in_words(self) -> str:
        """For the live region, for example "37 rows, sorted by Total, descending"."""
        count = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        for alias in self.order_by or ():
            way = "descending" if alias.is_descending else "ascending"
            return f"{count}, sorted by {self.columns[alias.bare].header}, {way}"
        return count


class AmountsTable(Table):
    """Own cost, shares, total, share of the whole and change: the columns of every chargeback table."""

    name = tables.Column()
    direct = MoneyColumn("Direct", accessor="amounts__direct")
    shared = MoneyColumn("Shared", accessor="amounts__shared")
    total = MoneyColumn("Total", accessor="amounts__total")
    percent = PercentColumn("% of total", accessor="percent_of_whole")
    change = ChangeColumn()

    default_order = "-total"

    def __init__(self, rows: Iterable[Row], caption: str, query: QueryDict, **options: object) -> None:
        by_name = sorted(rows, key=lambda row: (row.name.casefold(), row.slug))
        super().__init__(by_name, caption, query, **options)  # type: ignore[arg-type]


def amount_heads(currency: str, before: str, **more: str) -> dict[str, str]:
    """The heads of an AmountsTable: the currency stands in the head, not in each cell."""
    money = {name: f"{name.capitalize()} {currency}" for name in ("direct", "shared", "total")}
    return {**money, "change": f"vs {before}", **more}


def total_row(name: str, rows: Sequence[Row], whole: Decimal) -> Row:
    """The rows' sum as one more row, in percent of `whole`. The month before is unknown when no row knows it."""
    zero = Decimal("0.00")
    known = [row.amounts.previous for row in rows if row.amounts.previous is not None]
    amounts = Amounts(
        direct=sum((row.amounts.direct for row in rows), zero),
        shared=sum((row.amounts.shared for row in rows), zero),
        total=sum((row.amounts.total for row in rows), zero),
        previous=sum(known, zero) if known else None,
    )
    return Row("", name, amounts, percent(amounts.total, whole))
