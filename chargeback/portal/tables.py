"""What every table on a page has: caption, order, pages, closing rows, and amounts written one way."""

import copy
import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django_tables2.data import TableData, TableListData
from django_tables2.utils import Accessor, OrderBy

from chargeback.billing.figures import Amounts, Row, percent

from . import display, habits
from .table_body import rows_html

ONE_LINE = {"th": {"class": "day"}, "td": {"class": "day"}}
WIDE = {"th": {"class": "wide"}, "td": {"class": "wide"}}
LONG = {"th": {"class": "wide"}, "td": {"class": "wide long"}}
NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


class NumberColumn(tables.Column):  # type: ignore[misc]
    """Right-aligned; the largest comes first at the first click."""

    def __init__(self, verbose_name: str, **options: object) -> None:
        super().__init__(verbose_name=verbose_name, attrs=NUMBER, initial_sort_descending=True, **options)


class MoneyColumn(NumberColumn):
    def render(self, value: Decimal) -> str:
        return display.money(value)


class SignedColumn(MoneyColumn):
    """A change, with its sign."""

    def render(self, value: Decimal) -> str:
        return display.signed_money(value)


class ExactColumn(NumberColumn):
    """Every digit that is stored."""

    def render(self, value: Decimal) -> str:
        return display.exact(value)


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


class Window(TableData):  # type: ignore[misc]
    """One page of rows that the database has put in order and cut out of `count`."""

    def __init__(self, rows: Sequence[object], count: int) -> None:
        super().__init__(rows)
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, key: slice) -> Sequence[object]:
        return self.data  # type: ignore[no-any-return]

    def order_by(self, aliases: object) -> None:
        """They are in order already."""


class Rows(TableListData):  # type: ignore[misc]
    """Rows in memory. Each value is looked up once, where the library would look it up at every comparison."""

    data: list[object]

    def order_by(self, aliases: Iterable[str]) -> None:
        for alias in reversed([OrderBy(alias) for alias in aliases]):
            column = self.table.columns[alias.bare]
            orders = column.order_by if alias[0] == column.order_by_alias[0] else column.order_by.opposite
            for order in reversed(orders):
                accessor = Accessor(OrderBy(order).bare)
                values = [accessor.resolve(row, quiet=True) for row in self.data]
                self.data = in_order(self.data, values, OrderBy(order).is_descending)


def in_order(rows: Sequence[object], values: Sequence[Any], is_descending: bool) -> list[object]:
    """The rows by their values; nothing is least, and equal ones stay in the order given."""
    keys = [(value is not None, value) for value in values]
    return [rows[place] for place in sorted(range(len(rows)), key=keys.__getitem__, reverse=is_descending)]


class Declared(OrderedDict[str, tables.Column]):
    """The columns of a kind of table. Each table gets columns of its own, to be named anew, not parts of columns."""

    def __deepcopy__(self, memo: object) -> "Declared":
        return Declared((name, copy.copy(column)) for name, column in self.items())


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
        rows: Iterable[object] | Window,
        caption: str,
        query: QueryDict,
        closing: Sequence[object] = (),
        heads: Mapping[str, str] | None = None,
        name: str = "",
        per_page: int | None = None,
        **options: object,
    ) -> None:
        self.caption, self.closing, self.name = caption, closing, name or type(self).__name__.lower()
        prefix = f"{name}-" if name else ""
        data = rows if isinstance(rows, Window) else Rows(list(rows))
        super().__init__(data, order_by=self.order_asked(query, prefix), prefix=prefix, default="", **options)
        for column, head in (heads or {}).items():
            if column in self.columns:
                self.columns[column].column.verbose_name = head
        per_page = per_page or habits.current().page_size
        number = Paginator(self.rows, per_page).get_page(query.get(f"{prefix}page")).number
        self.paginate(page=number, per_page=per_page)

    def __init_subclass__(cls) -> None:
        cls.base_columns = Declared(cls.base_columns)

    @classmethod
    def order_asked(cls, query: QueryDict, prefix: str = "") -> str | None:
        asked = query.get(f"{prefix}sort", "")
        column = cls.base_columns.get(asked.removeprefix("-"))
        return asked if column is not None and column.orderable is not False else cls.default_order or None

    @cached_property
    def styles(self) -> dict[str, Any]:
        """The attributes of each column's cells, which the library would put together again for each of them."""
        return {bound.name: bound.attrs for bound in self.columns}

    @property
    def body(self) -> SafeString:
        """The rows of the page that is open."""
        return rows_html(self, [row.record for row in self.paginated_rows])

    @property
    def foot(self) -> SafeString:
        return rows_html(self, self.closing, is_labelled=False)

    @property
    def in_words(self) -> str:
        """For the live region, for example "37 rows, sorted by Total, descending"."""
        count = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        for alias in self.order_by or ():
            way = "descending" if alias.is_descending else "ascending"
            return f"{count}, sorted by {self.columns[alias.bare].header}, {way}"
        return count


Link = Callable[[Row, str], str | None]


def nowhere(row: Row, what: str) -> str | None:
    return None


def amount_url(record: Row, table: "AmountsTable", bound_column: tables.columns.BoundColumn) -> str | None:
    """Where an amount leads: to what explains it."""
    return table.link(record, bound_column.name)


class AmountsTable(Table):
    """Own cost, shares, total, share of the whole and change: the columns of every chargeback table.

    `link` says where the amount `direct`, `shared` or `total` of a row leads.
    """

    name = tables.Column()
    direct = MoneyColumn("Direct", accessor="amounts__direct", linkify=amount_url)
    shared = MoneyColumn("Shared", accessor="amounts__shared", linkify=amount_url)
    total = MoneyColumn("Total", accessor="amounts__total", linkify=amount_url)
    percent = PercentColumn("% of total", accessor="percent_of_whole")
    change = ChangeColumn()

    default_order = "-total"

    def __init__(
        self, rows: Iterable[Row], caption: str, query: QueryDict, link: Link = nowhere, **options: object
    ) -> None:
        self.link = link
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
