"""Stored runs -> cost by any dimension, day by day or month by month: what Explore and its files show.

periods -> runs        the current run of each month asked for, and of each compared with
runs    -> cubes       cube_rows.py: the company's or the teams', with days only where days are asked for
cubes   -> cents       explore_sums.py
cents   -> Explored    named, dearest first
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocation.engine.money import from_cents

from .cube_rows import read_cubes
from .cubes import Cube, joined
from .explore_figures import MOST_GROUPS, Bucket, ExploreAsked, Explored, Group, Metric, RunUsed, Scope, Span
from .explore_names import Naming, offers
from .explore_spans import columns_of, compared_with, is_whole, months_of, places, spans_by_month
from .explore_sums import Selected, Sums, day_cents, exact_sums, gathered, month_cents, selected
from .models import BillingPeriod, Run
from .stamps import names_of


@dataclass(frozen=True, slots=True)
class Month:
    """A month with data, and its cells of those who are looked at."""

    period: BillingPeriod
    run: Run
    cube: Cube


def explored(scope: Scope, teams: Sequence[int] | None, asked: ExploreAsked) -> Explored:
    """The cost asked for, of the teams with these keys or (None) of the whole company. Nothing is recomputed."""
    compared = compared_with(asked.span, asked.compare, scope.newest_day)
    months, not_kept = read_months(scope, teams, asked, [span for span in (asked.span, compared) if span])
    kept = kept_words(asked, months)
    now = sums_of(asked, asked.span, asked.by_day, months, kept)
    has_before = compared is not None and all(month in months for month in months_of(compared))
    before = sums_of(asked, compared, False, months, kept) if compared and has_before else {}
    own = {month: one for month, one in months.items() if month in months_of(asked.span)}
    naming = Naming(names_of(max(own.items())[1].run) if own else None, [one.cube for one in months.values()])
    columns = columns_of(asked.span, asked.by_day)
    groups = groups_of(now, before if has_before else None, len(columns), naming, asked.group)
    return Explored(
        currency=scope.currency,
        asked=asked,
        buckets=tuple(bucket(column, own) for column in columns),
        groups=groups,
        total=total_of(groups, len(columns), has_before),
        compared=compared if has_before else None,
        runs=tuple(run_used(one, asked.metric) for _, one in sorted(own.items())),
        offers=offers([one.cube for _, one in sorted(own.items())], naming),
        names=naming.of_filters((*asked.only, *asked.without)),
        not_kept=tuple(month for month in not_kept if month in months_of(asked.span)),
    )


def read_months(
    scope: Scope, teams: Sequence[int] | None, asked: ExploreAsked, spans: Sequence[Span]
) -> tuple[dict[dt.date, Month], list[dt.date]]:
    """The months of the spans that have a run, with days where part of one is asked for.

    And those that have a run which does not know the metric.
    """
    parts = [part for span in spans for part in spans_by_month(span)]
    asked_for = BillingPeriod.objects.filter(
        currency=scope.currency, month__in={month for month, _ in parts}.intersection(scope.months)
    )
    periods = list(asked_for.exclude(current_run=None).select_related("current_run").defer("current_run__rulebook"))
    every = {period.month: period.current_run for period in periods if period.current_run}
    runs = {month: run for month, run in every.items() if is_kept(run, asked.metric)}
    by_day = set(months_of(asked.span)) if asked.by_day else set()
    with_days = {runs[month].pk for month, own in parts if month in runs and (month in by_day or not is_whole(own))}
    others = [run.pk for run in runs.values() if not is_own(run, asked.metric)]
    cubes = read_cubes(runs.values(), teams, with_days, others)
    found = {
        period.month: Month(period, runs[period.month], joined(cubes[runs[period.month].pk]))
        for period in periods
        if period.month in runs and cubes[runs[period.month].pk]
    }
    return found, sorted(every.keys() - runs.keys())


def is_own(run: Run, metric: Metric) -> bool:
    """True when the run's own figures are in the metric: its basis, or no record differs in the other one."""
    return metric in (Metric.STATEMENTS, run.basis) or run.other_fingerprint == run.inputs_fingerprint


def is_kept(run: Run, metric: Metric) -> bool:
    """False for a run in the other basis from before both were kept."""
    return is_own(run, metric) or run.other_fingerprint != ""


def kept_words(asked: ExploreAsked, months: Mapping[dt.date, Month]) -> frozenset[str] | None:
    """The groups that are told apart: all (None), or the largest where there are too many to look at."""
    words = {word for one in months.values() for word in selected(one.cube, asked).words}
    if len(words) <= MOST_GROUPS:
        return None
    sums: defaultdict[str, int] = defaultdict(int)
    for month in set(months_of(asked.span)).intersection(months):
        for word, units in exact_sums(selected(months[month].cube, asked)).items():
            sums[word] += units
    return frozenset(sorted(sums, key=lambda word: (-abs(sums[word]), word))[:MOST_GROUPS])


def sums_of(
    asked: ExploreAsked, span: Span, by_day: bool, months: Mapping[dt.date, Month], kept: frozenset[str] | None
) -> Sums:
    """Cents by word, for each column of the span."""
    sums: Sums = {}
    columns, done = columns_of(span, by_day), 0
    for month, own in spans_by_month(span):
        width = len(columns_of(own, by_day))
        if month in months:
            some = gathered(selected(months[month].cube, asked), kept)
            for word, cents in part_of(some, asked.group, own, by_day).items():
                sums.setdefault(word, [0] * len(columns))[done : done + width] = cents
        done += width
    return sums


def part_of(some: Selected, dimension: str, own: Span, by_day: bool) -> Sums:
    """The columns of one month."""
    if not by_day and is_whole(own):
        return month_cents(some, dimension)
    month = own.first.replace(day=1)
    return day_cents(some, [places(column, month) for column in columns_of(own, by_day)])


def groups_of(now: Sums, before: Sums | None, columns: int, naming: Naming, dimension: str) -> tuple[Group, ...]:
    """All that cost something now or before, dearest first, ties by name."""
    groups = []
    for word in {*now, *(before or ())}:
        cents = now.get(word, [0] * columns)
        previous = None if before is None else from_cents(sum(before.get(word, [])))
        if any(cents) or previous:
            name = naming.name(dimension, word)
            groups.append(Group(word, name, tuple(map(from_cents, cents)), from_cents(sum(cents)), previous))
    return tuple(sorted(groups, key=lambda one: (-one.total, one.name, one.word)))


def total_of(groups: Sequence[Group], columns: int, has_before: bool) -> Group:
    zero = from_cents(0)
    return Group(
        "",
        "Total",
        tuple(sum((one.cents[place] for one in groups), zero) for place in range(columns)),
        sum((one.total for one in groups), zero),
        sum((one.previous or zero for one in groups), zero) if has_before else None,
    )


def bucket(column: Span, months: Mapping[dt.date, Month]) -> Bucket:
    one = months.get(column.first.replace(day=1))
    is_month = column.first != column.last
    return Bucket(column.first, column.last, one is not None, bool(one and is_month and one.run.is_estimated))


def run_used(one: Month, metric: Metric) -> RunUsed:
    run = one.run
    return RunUsed(
        month=one.period.month,
        run_id=run.pk,
        checksum=run.checksum,
        basis=metric or run.basis,
        statements_basis=run.basis,
        state=one.period.state,
        is_estimated=run.is_estimated,
        calculated_at=run.created_at,
    )
