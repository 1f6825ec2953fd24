"""One cost series in a run: which rules decided where it went, what the provider's records say, and who pulled them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import islice

from django.db.models import Q

from allocation.engine.costs import Series
from allocation.engine.rulebook import Rule, Rulebook
from allocation.engine.trials import Trial, trials
from chargeback.clock import next_month
from chargeback.costs.models import CostRecord, CostSeries, Pull

from .condition_words import dimension_words, found_words, wanted_words
from .discretion import Discretion
from .explanation_figures import Decision, NearMiss, Record, SeriesStory
from .inputs import PROVIDER
from .models import Assignment, Run
from .pull_facts import pull_facts
from .selections import Selection
from .stamps import Names

MOST_NEAR_MISSES = 5
ONE_DAY = dt.timedelta(days=1)
TAG_RULE = "tag "  # how the engine names the project tag as a rule


def series_story(
    run: Run, rulebook: Rulebook, row: CostSeries, whose: Q, selection: Selection, names: Names, discretion: Discretion
) -> SeriesStory:
    """What is to be told of the series in the days in which it is `whose`; nothing of other days."""
    mine = list(
        Assignment.objects.filter(whose, run=run, series=row)
        .select_related("team", "project", "pool")
        .order_by("start")
    )
    first, last = selection.first or run.period.month, selection.last or next_month(run.period.month) - ONE_DAY
    told = [one for one in mine if one.start <= last and one.until > first]
    found = list(CostRecord.objects.filter(of_spans(told), series=row).order_by("day"))
    pulls = Pull.objects.filter(pk__in={record.pull_id for record in found})
    return SeriesStory(
        service=row.service_name,
        account=row.sub_account_id,
        account_name=row.sub_account_name,
        region=row.region_id,
        record_type=row.record_type,
        tags=row.tags,
        decisions=tuple(decision(rulebook, series_of(row), one, names, discretion) for one in told),
        records=tuple(records(run, found, first, last, discretion.sees_all)),
        pulls=tuple(pull_facts(pulls, discretion.sees_all)),
        has_moved=any(recorded(run, found, one) != one.amount for one in told),
    )


def series_of(row: CostSeries) -> Series:
    return Series(
        service=row.service_name,
        account=row.sub_account_id,
        account_name=row.sub_account_name,
        region=row.region_id,
        charge_category=row.charge_category,
        record_type=row.record_type,
        source=row.source.slug,
        provider=PROVIDER,
        resource=row.resource_id,
        usage_type=row.usage_type,
        tags=row.tags,
        attributes=row.attributes,
    )


def of_spans(assignments: Iterable[Assignment]) -> Q:
    wanted = Q(pk__in=[])
    for one in assignments:
        wanted |= Q(day__gte=one.start, day__lt=one.until)
    return wanted


def recorded(run: Run, found: Iterable[CostRecord], one: Assignment) -> Decimal:
    """What the records say that the series cost in the days of the assignment."""
    costs = (getattr(record, f"{run.basis}_cost") for record in found if one.start <= record.day < one.until)
    return sum(costs, Decimal(0))


def records(run: Run, found: Iterable[CostRecord], first: dt.date, last: dt.date, sees_all: bool) -> Iterator[Record]:
    known = set(run.pulls.values_list("pk", flat=True))
    for one in found:
        if first <= one.day <= last:
            number = one.pull_id if sees_all else 0
            is_newer = one.pull_id not in known
            yield Record(one.day, one.billed_cost, one.effective_cost, one.quantity, number, is_newer)


def decision(rulebook: Rulebook, series: Series, one: Assignment, names: Names, discretion: Discretion) -> Decision:
    """Why the series went where it did in the days of the assignment."""
    tried = list(trials(rulebook, series, one.start))
    held = next((trial for trial in tried if trial.held and trial.rule.name == one.rule), None)
    return Decision(
        first=one.start,
        last=one.until - ONE_DAY,
        rule=discretion.rule(one.rule) if one.rule else "",
        goes_to=destination(one, names),
        reason=one.reason,
        conditions=conditions(one, held, series, discretion),
        near_misses=tuple(islice(near_misses(rulebook, series, tried, discretion), MOST_NEAR_MISSES)),
        amount=one.amount,
    )


def destination(one: Assignment, names: Names) -> str:
    """For example "project Gateway of team Platform" or "pool AWS Support"; empty for nobody."""
    if one.pool:
        return f"pool {names.pool(one.pool.slug)}"
    team = f"team {names.party(one.team.slug).name}" if one.team else ""
    if one.project and team:
        return f"project {names.project(one.project.slug)} of {team}"
    return f"project {names.project(one.project.slug)}" if one.project else team


def conditions(
    one: Assignment, held: Trial | None, series: Series, discretion: Discretion
) -> tuple[tuple[str, str], ...]:
    """What held: as the rule says it, or, for those who may not read it, what this series has there."""
    if one.rule.startswith(TAG_RULE) and held is None:
        key, _, value = one.rule.removeprefix(TAG_RULE).partition("=")
        return ((f"tag {key}", f"is {value}"),)
    told = []
    for condition in held.rule.conditions if held else ():
        wanted = wanted_words(condition)
        words = wanted if discretion.allows(wanted) else f"here {found_words(condition, series)}"
        told.append((dimension_words(condition.dimension), words))
    return tuple(told)


def near_misses(
    rulebook: Rulebook, series: Series, tried: Collection[Trial], discretion: Discretion
) -> Iterator[NearMiss]:
    """Rules that one thing alone stood in the way of; for a team only those that would have brought it the cost."""
    for trial in tried:
        if not trial.nearly_held or not discretion.is_own(trial.rule.target):
            continue
        told = near_miss(trial, series)
        if all(map(discretion.allows, (told.rule, told.wanted, told.target))):
            yield told


def near_miss(trial: Trial, series: Series) -> NearMiss:
    rule: Rule = trial.rule
    target = str(rule.target).replace(":", " ")
    if not trial.in_dates:
        return NearMiss(rule.name, target, "", dates_words(rule), "", is_out_of_dates=True)
    [failed] = trial.failed
    wanted, found = wanted_words(failed), found_words(failed, series)
    return NearMiss(rule.name, target, dimension_words(failed.dimension), wanted, found, is_out_of_dates=False)


def dates_words(rule: Rule) -> str:
    start, until = rule.span.start, rule.span.until
    since = f"from {start}" if start else ""
    return f"{since} until {until - ONE_DAY}".strip() if until else since
