"""What the simulated Cost Explorer knows: rows of cost per day, indexed for fast summing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

# AWS line items carry up to 24 decimals; Cost Explorer rounds its answers to 10.
DECIMALS = 24
UNIT = 10**DECIMALS

DayRow = tuple[int, int, int, int]  # index of the series, billed, effective, quantity


class LedgerError(ValueError):
    """A file that cannot be served, in one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Dimensions:
    """By what a row of cost can be grouped and filtered. `tags` are pairs of key and value, sorted."""

    account: str
    account_name: str
    service: str
    region: str = "NoRegion"
    record_type: str = "Usage"
    usage_type: str = "NoUsageType"
    tags: tuple[tuple[str, str], ...] = ()

    def tag(self, key: str) -> str:
        """The tag's value, or the empty string, which at AWS is the same as no tag."""
        return next((value for name, value in self.tags if name == key), "")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one combination of dimensions cost on one day: unblended, amortized and used, in 10^-24."""

    day: dt.date
    dimensions: Dimensions
    billed: int
    effective: int
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every row of a bill. `blended` and `net` say which part of a cost the other metrics show."""

    series: tuple[Dimensions, ...]
    days: Mapping[dt.date, list[DayRow]]
    currency: str = "USD"
    active_tags: frozenset[str] = frozenset()
    inactive_tags: frozenset[str] = frozenset()
    blended: Fraction = Fraction(1)
    net: Fraction = Fraction(1)

    def row_count(self) -> int:
        return sum(len(rows) for rows in self.days.values())


def index_rows(
    rows: Iterable[LedgerRow],
    currency: str = "USD",
    inactive_tags: frozenset[str] = frozenset(),
    blended: Fraction = Fraction(1),
    net: Fraction = Fraction(1),
) -> Ledger:
    """A ledger of the rows. Tags that were never activated disappear from it, as at AWS."""
    codes: dict[Dimensions, int] = {}
    days: dict[dt.date, list[DayRow]] = {}
    for row in rows:
        code = codes.setdefault(row.dimensions, len(codes))
        days.setdefault(row.day, []).append((code, row.billed, row.effective, row.quantity))
    seen = frozenset(key for dimensions in codes for key, _ in dimensions.tags)
    series = tuple(_without(dimensions, inactive_tags) for dimensions in codes)
    return Ledger(series, days, currency, seen - inactive_tags, inactive_tags, blended, net)


def to_units(text: str) -> int:
    """A decimal number as written by a provider, exactly, in 10^-24. Raises LedgerError with the number."""
    try:
        scaled = Decimal(text).scaleb(DECIMALS)
    except ArithmeticError:
        raise LedgerError(f"{text!r} is not a number.") from None
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise LedgerError(f"{text!r} is not a number of at most {DECIMALS} decimals.")
    return int(scaled)


def _without(dimensions: Dimensions, keys: frozenset[str]) -> Dimensions:
    return replace(dimensions, tags=tuple(pair for pair in dimensions.tags if pair[0] not in keys))
