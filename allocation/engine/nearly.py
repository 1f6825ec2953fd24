"""Rules that nearly took some cost: one thing alone stood in the way. For all series at once; for one see trials.py."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .allocation import Assignments
from .cells import Amounts
from .columns import Columns, Flags, Rows
from .matching import rows_of
from .rulebook import Condition, Rule

ByDay = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that was tried on some cost and failed for one thing: a condition among several, or its dates (None).

    `amount` is that cost in 10^-10, of `count` series; `series` is the one with the most of it.
    """

    rule: Rule
    failed: Condition | None
    amount: int
    count: int
    series: int


def assigned_by_day(assignments: Assignments, days: int, series: int) -> ByDay:
    """For each day and series the place of its assignment."""
    places = np.zeros((days, series), np.int32)
    for day in range(days):
        today = np.flatnonzero((assignments.first_day <= day) & (day < assignments.until_day))
        places[day, assignments.series[today]] = today
    return places


def near_misses(
    rules: Iterable[tuple[int, Rule]], columns: Columns, month: dt.date, sums: Amounts, taken_by: ByDay
) -> list[NearMiss]:
    """The near misses of some rules, given with their numbers; those of the most cost first.

    Both matrices have a row per day and a column per series. `sums` is the cost, 0 where it is not asked about.
    `taken_by` is the number of the rule that took it: only rules before that one were tried. A number beyond the last
    rule means that none did.
    """
    days = [month.replace(day=day + 1) for day in range(len(sums))]
    concerned = (sums != 0).any(axis=0)
    found: list[NearMiss] = []
    for number, rule in rules:
        valid = np.array([rule.span.holds(day) for day in days])
        open_to = np.where(taken_by > number, sums, 0)
        for failed, rows, on_days in chances(rule, columns, valid):
            rows = rows[concerned[rows]]
            found += missed(rule, failed, rows, open_to[np.ix_(on_days, rows)])
    return sorted(found, key=lambda one: -abs(one.amount))


def chances(rule: Rule, columns: Columns, valid: Flags) -> Iterator[tuple[Condition | None, Rows, Flags]]:
    """Each single thing that can fail: on which series it alone does, and on which days."""
    all_hold = rows_of(rule.conditions, columns)
    yield None, all_hold, ~valid
    for condition in rule.conditions if len(rule.conditions) > 1 else ():
        others = [other for other in rule.conditions if other is not condition]
        yield condition, np.setdiff1d(rows_of(others, columns), all_hold), valid


def missed(rule: Rule, failed: Condition | None, rows: Rows, amounts: Amounts) -> Iterator[NearMiss]:
    """The near miss for these amounts, a row per day and a column for each of the series; none without any amount."""
    count = int((amounts != 0).any(axis=0).sum())
    if count:
        most = int(np.abs(amounts).sum(axis=0).argmax())
        yield NearMiss(rule, failed, sum(amounts.reshape(-1).tolist()), count, int(rows[most]))
