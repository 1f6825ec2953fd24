"""A month cut into spans of days in which the rulebook does not change."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .rulebook import Rulebook, Span


@dataclass(frozen=True, slots=True)
class Days:
    """Days `first` (0 = the 1st) up to, not including, `until` of a month; `date` is the first of them."""

    first: int
    until: int
    date: dt.date


def days_in(month: dt.date) -> int:
    return monthrange(month.year, month.month)[1]


def constant_days(rulebook: Rulebook, month: dt.date) -> tuple[Days, ...]:
    """The month in spans, in order; within each, the same rules, splits, tenures and teams are valid."""
    start, length = month.replace(day=1), days_in(month)
    dates = {date for span in spans(rulebook) for date in (span.start, span.until) if date}
    inside = {(date - start).days for date in dates if 0 < (date - start).days < length}
    cuts = sorted({0, length} | inside)
    return tuple(Days(first, until, start + dt.timedelta(days=first)) for first, until in pairwise(cuts))


def spans(rulebook: Rulebook) -> Iterator[Span]:
    """Every span of the rulebook."""
    yield from (team.active for team in rulebook.teams)
    yield from (tenure.span for project in rulebook.projects for tenure in project.tenures)
    yield from (rule.span for rule in rulebook.rules)
    yield from (split.span for pool in rulebook.pools for split in pool.splits)
