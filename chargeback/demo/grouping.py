"""Ledger + Query -> what each period cost, in all or by group."""

import datetime as dt
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from chargeback.clock import days_between, next_month

from .dimensions import DIMENSIONS
from .ledger import Dimensions, Ledger
from .protocol import Grouping, Query

Keys = tuple[str, ...]
Sums = tuple[int, int, int]  # billed, effective, quantity
NOTHING: Sums = (0, 0, 0)
INVOICED_ON = 3  # real invoices were issued on the 2nd; from the 3rd on the month before is final


@dataclass(frozen=True, slots=True)
class Group:
    keys: Keys
    sums: Sums


@dataclass(frozen=True, slots=True)
class PeriodCosts:
    """One entry of ResultsByTime. `total` is set where no group is shown, as at AWS."""

    start: dt.date
    end: dt.date
    is_estimated: bool
    total: Sums | None
    groups: tuple[Group, ...]


def sum_periods(ledger: Ledger, query: Query, today: dt.date) -> list[PeriodCosts]:
    """The answer to `query`: one entry per day or month, the groups in no useful order."""
    codes, keys = _group_codes(ledger, query)
    periods = []
    for start, end in _periods(query):
        sums = _sum_days(ledger, codes, start, end)
        groups = tuple(Group(keys[code], total) for code, total in sums.items()) if query.group_by else ()
        total = None if groups else sums.get(0, NOTHING)
        periods.append(PeriodCosts(start, end, is_estimated(start, today), total, _shuffled(groups)))
    return periods


def is_estimated(day: dt.date, today: dt.date) -> bool:
    """True until the invoice of the day's month: the flag belongs to the month, not to the day."""
    return today < next_month(day).replace(day=INVOICED_ON)


def _periods(query: Query) -> list[tuple[dt.date, dt.date]]:
    if query.granularity == "DAILY":
        return [(day, day + dt.timedelta(days=1)) for day in days_between(query.start, query.end)]
    periods, start = [], query.start
    while start < query.end:
        end = min(next_month(start), query.end)
        periods.append((start, end))
        start = end
    return periods


def _group_codes(ledger: Ledger, query: Query) -> tuple[list[int], list[Keys]]:
    """For each series the code of its group, or -1 when the filter leaves it out; and the keys of each code."""
    readers = [_reader(grouping) for grouping in query.group_by]
    known: dict[Keys, int] = {}
    codes = []
    for series in ledger.series:
        if query.matches(series):
            keys = tuple(read(series) for read in readers)
            codes.append(known.setdefault(keys, len(known)))
        else:
            codes.append(-1)
    return codes, list(known)


def _reader(grouping: Grouping) -> Callable[[Dimensions], str]:
    key = grouping.key
    if grouping.type == "DIMENSION":
        return DIMENSIONS[key]
    if grouping.type == "TAG":
        return lambda series: f"{key}${series.tag(key)}"
    return lambda _: f"{key}$"


def _sum_days(ledger: Ledger, codes: list[int], start: dt.date, end: dt.date) -> dict[int, Sums]:
    sums: dict[int, Sums] = {}
    for day in days_between(start, end):
        for series, billed, effective, quantity in ledger.days.get(day, ()):
            code = codes[series]
            if code >= 0:
                before = sums.get(code, NOTHING)
                sums[code] = (before[0] + billed, before[1] + effective, before[2] + quantity)
    return sums


def _shuffled(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """An order that means nothing but is the same every time: AWS orders by internal codes."""
    return tuple(sorted(groups, key=lambda group: zlib.crc32("\0".join(group.keys).encode())))
