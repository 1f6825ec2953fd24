"""Ledger + Query -> what each period cost, in all or by group."""

import datetime as dt
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from chargeback.clock import days_between, next_month

from .expressions import Predicate
from .ledger import DayRows, Ledger
from .periods import Period
from .protocol import Query
from .series import Column, View

Keys = tuple[str, ...]
Sums = tuple[int, int, int]  # billed, effective, quantity in 10^-24
NOTHING: Sums = (0, 0, 0)
INVOICED_ON = 3  # real invoices were issued on the 2nd; from the 3rd on the month before is final
# The days of a ledger, each with the series as Cost Explorer shows them then.
ViewOn = Callable[[dt.date], View]


@dataclass(frozen=True, slots=True)
class Group:
    keys: Keys
    sums: Sums


@dataclass(frozen=True, slots=True)
class PeriodCosts:
    """What one period cost by group, the groups in no useful order. `keys` and `sums` are one entry per group."""

    period: Period
    is_estimated: bool
    keys: Sequence[Keys]
    sums: np.ndarray
    scale: int

    def __len__(self) -> int:
        return len(self.keys)

    def groups(self, first: int, until: int) -> Iterator[Group]:
        for keys, (billed, effective, quantity) in zip(
            self.keys[first:until], self.sums[first:until].tolist(), strict=True
        ):
            yield Group(keys, (billed * self.scale, effective * self.scale, quantity * self.scale))

    def total(self) -> Sums:
        """Of a period whose groups are not told apart."""
        return next(self.groups(0, 1)).sums if self.keys else NOTHING


@dataclass(frozen=True, slots=True)
class Grouped:
    """The group of each series, -1 where the filter leaves it out, and the keys of the groups in no useful order."""

    codes: np.ndarray
    keys: Sequence[Keys]


class Answer:
    """The periods of a query, each worked out when its page is asked for and kept for the pages after it."""

    def __init__(
        self, ledger: Ledger, query: Query, view_on: ViewOn, estimated: Callable[[dt.date], bool] = lambda _: False
    ) -> None:
        self.ledger, self.query, self.view_on, self.estimated = ledger, query, view_on, estimated
        self.grouped = lru_cache(maxsize=None)(self._grouped)
        self.period = lru_cache(maxsize=None)(self._period)

    def periods(self) -> Iterator[PeriodCosts]:
        return map(self.period, self.query.periods)

    def _grouped(self, view: View) -> Grouped:
        return group(view, self.query.group_by, self.query.matches)

    def _period(self, period: Period) -> PeriodCosts:
        views: dict[View, list[DayRows]] = {}
        for day in days_between(period.start, period.end):
            if (rows := self.ledger.days.get(day)) is not None:
                views.setdefault(self.view_on(day), []).append(part_of_day(rows, period.hour))
        sums = [sum_groups(self.grouped(view), days) for view, days in views.items()]
        keys, amounts = sums[0] if len(sums) == 1 else merged(sums)
        return PeriodCosts(period, self.estimated(period.start), keys, amounts, self.ledger.scale)


def is_estimated(day: dt.date, today: dt.date) -> bool:
    """True until the invoice of the day's month: the flag belongs to the month, not to the day."""
    return today < next_month(day).replace(day=INVOICED_ON)


def group(view: View, group_by: Sequence[Column], matches: Predicate) -> Grouped:
    """The series by group. Groups are ordered by a check sum, as AWS orders them by internal codes."""
    columns = [view.column(column) for column in group_by]
    mixed = np.zeros(len(view.table.series), dtype=np.int64)
    for column in columns:
        mixed = mixed * len(column.values) + column.codes
    kept = matches(view)
    found, firsts, inverse = np.unique(mixed[kept], return_index=True, return_inverse=True)
    examples = np.flatnonzero(kept)[firsts]
    texts = [
        [written(column, value) for value in coded.values] for column, coded in zip(group_by, columns, strict=True)
    ]
    keys = [
        tuple(text[coded.codes[example]] for text, coded in zip(texts, columns, strict=True)) for example in examples
    ]
    order = sorted(range(len(found)), key=lambda number: zlib.crc32("\0".join(keys[number]).encode()))
    rank = np.empty(len(found), dtype=np.int32)
    rank[order] = np.arange(len(found))
    codes = np.full(len(mixed), -1, dtype=np.int32)
    codes[kept] = rank[inverse]
    return Grouped(codes, [keys[number] for number in order])


def written(column: Column, value: str) -> str:
    """As a group key shows it: only dimensions stand without their key."""
    kind, key = column
    return value if kind == "DIMENSION" else f"{key}${value}"


def sum_groups(grouped: Grouped, days: Iterable[DayRows]) -> tuple[Sequence[Keys], np.ndarray]:
    """The groups that have a row on the days, and the sums of their amounts."""
    sums: np.ndarray | None = None
    seen = np.zeros(len(grouped.keys), dtype=bool)
    for rows in days:
        codes = grouped.codes[rows.series]
        kept = codes >= 0
        if sums is None:
            sums = np.zeros((len(grouped.keys), 3), dtype=rows.amounts.dtype)
        np.add.at(sums, codes[kept], rows.amounts[kept])
        seen[codes[kept]] = True
    present = np.flatnonzero(seen)
    keys = [grouped.keys[number] for number in present.tolist()]
    return keys, sums[present] if sums is not None else np.zeros((0, 3), dtype=np.int64)


def merged(parts: Iterable[tuple[Sequence[Keys], np.ndarray]]) -> tuple[Sequence[Keys], np.ndarray]:
    """The sums of a period in which a tag was activated: its groups differ before and after."""
    sums: dict[Keys, np.ndarray] = {}
    for keys, amounts in parts:
        for key, row in zip(keys, amounts, strict=True):
            sums[key] = sums[key] + row if key in sums else row
    return list(sums), np.array(list(sums.values())).reshape(-1, 3)


def part_of_day(rows: DayRows, hour: int | None) -> DayRows:
    """The hour's part of a day's rows. The parts of a day add up to it exactly; no provider tells how they differ."""
    if hour is None:
        return rows
    return DayRows(rows.series, rows.amounts * (hour + 1) // 24 - rows.amounts * hour // 24)
