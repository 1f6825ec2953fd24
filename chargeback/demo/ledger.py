"""What the simulated Cost Explorer knows: rows of cost per day, in columns for fast summing."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from .dimensions import Dimensions
from .series import Category, SeriesTable

__all__ = [
    "COARSE",
    "DECIMALS",
    "UNIT",
    "DayRows",
    "Dimensions",
    "Ledger",
    "LedgerError",
    "LedgerRow",
    "index_rows",
    "to_units",
]

# AWS line items carry up to 24 decimals; Cost Explorer rounds its answers to 10.
DECIMALS = 24
UNIT = 10**DECIMALS
COARSE = 10**14  # amounts of at most 10 decimals are kept in 10^-10, which fits 64 bits; finer ones as Python integers
LARGEST = 2**62


class LedgerError(ValueError):
    """A file that cannot be served, in one sentence that says why."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one combination of dimensions cost on one day: unblended, amortized and used, in 10^-24."""

    day: dt.date
    dimensions: Dimensions
    billed: int
    effective: int
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class DayRows:
    """The rows of one day: index of the series, and a column each of billed, effective and quantity."""

    series: np.ndarray
    amounts: np.ndarray  # shape (rows, 3), in the ledger's scale

    def where(self, keep: np.ndarray) -> "DayRows":
        return DayRows(self.series[keep], self.amounts[keep])


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every row of a bill. Amounts are in `scale` x 10^-24; `blended` and `net` say which part other metrics show.

    `inactive_tags` are those that nobody has activated yet. `payer` is the account that AWS sends the invoice to.
    """

    table: SeriesTable
    days: Mapping[dt.date, DayRows]
    scale: int = 1
    currency: str = "USD"
    inactive_tags: frozenset[str] = frozenset()
    blended: Fraction = Fraction(1)
    net: Fraction = Fraction(1)
    payer: str = ""

    @property
    def payer_account(self) -> str:
        return self.payer or min((series.account for series in self.series), default="000000000000")

    @property
    def series(self) -> tuple[Dimensions, ...]:
        return self.table.series

    @property
    def tag_keys(self) -> frozenset[str]:
        return self.table.view().tag_keys()

    def row_count(self) -> int:
        return sum(len(rows.series) for rows in self.days.values())

    def rows(self) -> Iterator[LedgerRow]:
        """Every row, day by day."""
        for day in sorted(self.days):
            rows = self.days[day]
            for code, amounts in zip(rows.series.tolist(), rows.amounts.tolist(), strict=True):
                yield LedgerRow(day, self.series[code], *(amount * self.scale for amount in amounts))


def index_rows(
    rows: Iterable[LedgerRow],
    currency: str = "USD",
    inactive_tags: frozenset[str] = frozenset(),
    blended: Fraction = Fraction(1),
    net: Fraction = Fraction(1),
    categories: Sequence[Category] = (),
    payer: str = "",
) -> Ledger:
    """A ledger of the rows."""
    codes: dict[Dimensions, int] = {}
    days: dict[dt.date, list[PlainRow]] = {}
    for row in rows:
        code = codes.setdefault(row.dimensions, len(codes))
        days.setdefault(row.day, []).append((code, row.billed, row.effective, row.quantity))
    scale = COARSE if is_coarse(days) else 1
    columns = {day: day_rows(rows, scale) for day, rows in days.items()}
    return Ledger(SeriesTable(tuple(codes), categories), columns, scale, currency, inactive_tags, blended, net, payer)


PlainRow = tuple[int, int, int, int]  # index of the series, billed, effective, quantity


def is_coarse(days: Mapping[dt.date, Sequence[PlainRow]]) -> bool:
    """Whether amounts have at most ten decimals, and those of a month, the longest period, add up within 64 bits."""
    months: dict[tuple[int, int], list[int]] = {}
    for day, rows in days.items():
        sums = months.setdefault((day.year, day.month), [0, 0, 0])
        for column, amounts in enumerate(list(zip(*rows, strict=True))[1:]):
            if any(amount % COARSE for amount in amounts):
                return False
            sums[column] += sum(map(abs, amounts))
    return max((max(sums) for sums in months.values()), default=0) < LARGEST * COARSE


def day_rows(rows: Sequence[PlainRow], scale: int) -> DayRows:
    amounts = [[amount // scale for amount in row[1:]] for row in rows]
    kind = object if scale == 1 else np.int64
    return DayRows(np.array([row[0] for row in rows], dtype=np.int32), np.array(amounts, dtype=kind).reshape(-1, 3))


def to_units(text: str) -> int:
    """A decimal number as written by a provider, exactly, in 10^-24. Raises LedgerError with the number."""
    try:
        scaled = Decimal(text).scaleb(DECIMALS)
    except ArithmeticError:
        raise LedgerError(f"{text!r} is not a number.") from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise LedgerError(f"{text!r} is not a number of at most {DECIMALS} decimals.")
    return int(scaled)
