"""Lines -> a file: the same lines, order and columns as the page, amounts with every digit."""

import io
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import IO, TypeVar

from chargeback.billing.line_figures import LineItem, LinesFound
from chargeback.billing.selections import Selection

from .cells import EXACT, Value
from .csv_files import STAMP_COLUMNS, stamp_values, write_csv
from .sheets import Column, Sheet, total_label
from .stamps import stamp_rows
from .statement_sheets import summary_of
from .workbook import write_workbook

TEN_PLACES = Decimal(1).scaleb(-10)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a file: its name in CSV, its title and width in a workbook, and what it holds of a line."""

    name: str
    title: str
    width: int
    value: Callable[[LineItem], Value]


FIELDS = {
    "day": (
        Field("first_day", "First day", 12, lambda item: item.first),
        Field("last_day", "Last day", 12, lambda item: item.last),
    ),
    "team": (
        Field("team", "Team", 20, lambda item: item.team),
        Field("unallocated_because", "Unallocated because", 26, lambda item: "" if item.team else item.reason),
    ),
    "account": (
        Field("account", "Account", 16, lambda item: item.account),
        Field("account_name", "Account name", 28, lambda item: item.account_name),
    ),
    "service": (Field("service", "Service", 40, lambda item: item.service),),
    "project": (Field("project", "Project", 26, lambda item: item.project_name),),
    "tags": (Field("tags", "Tags", 40, lambda item: tags_text(item)),),
    "rule": (
        Field("rule", "By rule", 30, lambda item: item.rule),
        Field("pool", "Through pool", 26, lambda item: item.pool_name),
    ),
    "share": (Field("share_of_pool", "Share of the pool", 18, lambda item: decimal_of(item.ratio)),),
    "amount": (Field("amount_exact", "Exact amount", 24, lambda item: item.amount),),
}


def fields_of(columns: Sequence[str]) -> list[Field]:
    return [field for name in columns for field in FIELDS[name]]


def tags_text(item: LineItem) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(item.tags.items()))


def decimal_of(ratio: Fraction | None) -> Decimal | None:
    """The ratio to ten decimals; the exact one is on its explanation."""
    return None if ratio is None else (Decimal(ratio.numerator) / Decimal(ratio.denominator)).quantize(TEN_PLACES)


@dataclass(frozen=True, slots=True)
class Counted(Collection[T]):
    """Rows whose number is known before they are read. They are read once."""

    count: int
    rows: Iterable[T]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)


def lines_csv(found: LinesFound, columns: Sequence[str]) -> bytes:
    """One row per line, no totals; `amount_exact` adds up to the total that the page shows."""
    file = io.BytesIO()
    write_lines_csv(file, found, found.items, columns)
    return file.getvalue()


def write_lines_csv(file: IO[bytes], found: LinesFound, items: Iterable[LineItem], columns: Sequence[str]) -> None:
    """The same for any number of lines, which are read one after the other."""
    fields = fields_of(columns)
    stamp = stamp_values(found.stamp)
    rows = ((*stamp, *(field.value(item) for field in fields)) for item in items)
    write_csv(file, (*STAMP_COLUMNS, *(field.name for field in fields)), rows)


def lines_workbook(found: LinesFound, columns: Sequence[str]) -> bytes:
    """What was chosen and the lines, with their total."""
    file = io.BytesIO()
    write_lines_workbook(file, found, found.items, columns)
    return file.getvalue()


def write_lines_workbook(file: IO[bytes], found: LinesFound, items: Iterable[LineItem], columns: Sequence[str]) -> None:
    """The same for as many lines as a sheet has rows, which are read one after the other."""
    who = found.team.slug if found.team else "all"
    write_workbook(file, [summary(found), lines_sheet(found, items, columns)], f"Lines of {who}", found.stamp)


def lines_sheet(found: LinesFound, items: Iterable[LineItem], columns: Sequence[str]) -> Sheet:
    fields = fields_of(columns)
    heads = [Column(field.title, field.width, EXACT if field.name in AMOUNTS else "") for field in fields]
    rows = Counted(found.count, (tuple(field.value(item) for field in fields) for item in items))
    blank: list[Value] = [None] * (len(fields) - 2)
    return Sheet("Lines", heads, rows, (total_label(rows, "line"), *blank, found.total) if len(fields) > 1 else ())


AMOUNTS = ("amount_exact", "share_of_pool")


def summary(found: LinesFound) -> Sheet:
    """Which lines these are."""
    rows: list[tuple[str, Value]] = [
        ("Lines of", found.team.name if found.team else "all teams and unallocated"),
        *chosen(found.asked.selection),
        ("Listed by", "day" if found.asked.by_day else "month"),
        ("Lines", found.count),
        ("Total, every digit", f"{found.total:f}"),
        ("Total", found.cents),
    ]
    return summary_of(rows + stamp_rows(found.stamp), found.stamp.currency)


def chosen(selection: Selection) -> list[tuple[str, Value]]:
    """The filter in words; nothing for what leaves all in."""
    named = {
        "What": selection.part.value,
        "Team": "unallocated" if selection.team == "" else selection.team,
        "Service": selection.service,
        "Account": selection.account,
        "Project": "without a project" if selection.project == "" else selection.project,
        "Pool": selection.pool,
        "Cost series": selection.series,
        "Tag": "=".join(selection.tag) if selection.tag else None,
        "From": selection.first,
        "To": selection.last,
        "Words": selection.words,
    }
    return [(f"Filter: {name}", value) for name, value in named.items() if value]
