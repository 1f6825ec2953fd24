"""A month cut into spans of days in which the rulebook does not change."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from .rulebook import Project, Rulebook, Span, Split


@dataclass(frozen=True, slots=True)
class Days:
    """Days `first` (0 = the 1st) up to, not including, `until` of a month; `date` is the first of them."""

    first: int
    until: int
    date: dt.date


def days_in(month: dt.date) -> int:
    return monthrange(month.year, month.month)[1]


def dates_in(month: dt.date) -> list[dt.date]:
    """All days of the month."""
    return [month.replace(day=number + 1) for number in range(days_in(month))]


def days_of_claims(rulebook: Rulebook, month: dt.date) -> tuple[Days, ...]:
    """The month in spans, in order; within each, the same rules, tenures and teams are valid."""
    return cut(month, chain(rule_spans(rulebook), tenure_spans(rulebook.projects), team_spans(rulebook)))


def days_of_pools(rulebook: Rulebook, month: dt.date) -> tuple[Days, ...]:
    """The month in spans, in order; within each, the same splits are valid, and their targets have the same payers."""
    targets = {share.target.slug for split in splits(rulebook) for share in split.shares}
    projects = [project for project in rulebook.projects if project.slug in targets]
    return cut(month, chain((split.span for split in splits(rulebook)), tenure_spans(projects), team_spans(rulebook)))


def cut(month: dt.date, spans: Iterable[Span]) -> tuple[Days, ...]:
    """The month cut wherever a span begins or ends inside it."""
    start, length = month.replace(day=1), days_in(month)
    dates = {date for span in spans for date in (span.start, span.until) if date}
    inside = {(date - start).days for date in dates if 0 < (date - start).days < length}
    cuts = sorted({0, length} | inside)
    return tuple(Days(first, until, start + dt.timedelta(days=first)) for first, until in pairwise(cuts))


def splits(rulebook: Rulebook) -> Iterator[Split]:
    return (split for pool in rulebook.pools for split in pool.splits)


def rule_spans(rulebook: Rulebook) -> Iterator[Span]:
    return (rule.span for rule in rulebook.rules)


def team_spans(rulebook: Rulebook) -> Iterator[Span]:
    return (team.active for team in rulebook.teams)


def tenure_spans(projects: Iterable[Project]) -> Iterator[Span]:
    return (tenure.span for project in projects for tenure in project.tenures)
