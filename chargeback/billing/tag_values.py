"""Values of tags with their cost so far: those of the project tag that no project knows, and all of one key."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min, Sum
from django.db.models.fields.json import KeyTextTransform

from allocation.engine.allocation import Reason
from allocation.models import AllocationOptions, Project, ProjectTag
from chargeback.costs.models import TagValue
from chargeback.costs.near_misses import Guess, guesses

from .coverage import BY_TAG
from .models import Assignment, BillingPeriod, Run

ZERO = Decimal(0)
LISTED = 2000  # unknown values on the page; the rest is one number
GUESSED = 500  # of these, the dearest for which a guess is looked for
NEWEST = 500  # values of one key on the page


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value of a tag. `cost` is what the runs of all stored months say; `project` is the slug of whose it is today.

    `first_day` is the first day it was billed, `noticed` the day the portal first saw it (UTC); None where only the
    runs know the value.
    """

    key: str
    value: str
    cost: Decimal
    first_day: dt.date | None
    noticed: dt.date | None
    project: str = ""
    guess: Guess | None = None


@dataclass(frozen=True, slots=True)
class NamedProject:
    """A project that a value means, or may mean."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Values:
    """Rows, dearest or newest first; `count` and `cost` are of all values, listed or not. `projects` are by slug."""

    rows: tuple[ValueRow, ...]
    count: int
    cost: Decimal
    projects: dict[str, NamedProject]


def unknown_values(currency: str) -> Values:
    """Values of the project tag that no project knew in the runs that are shown, and what they left with nobody.

    Dearest first, with guesses. A value whose cost a mapping rule took is not among them: nothing is missing there.
    One that a project has learnt since then has that project; its cost moves when its months are run again.
    """
    sums = unknown_sums(current_runs(currency))
    known = known_values()
    guessed = guesses([value for (_, value), _ in sums[:GUESSED] if value not in known], known)
    stored = noticed({value for (_, value), _ in sums[:LISTED]})
    rows = [value_row(tag, cost, stored, known.get(tag[1], ""), guessed.get(tag[1])) for tag, cost in sums[:LISTED]]
    return Values(tuple(rows), len(sums), sum((cost for _, cost in sums), ZERO), projects_of(rows))


def current_runs(currency: str) -> list[Run]:
    """The run that is shown of each month in the currency, newest first, without its rulebook."""
    periods = BillingPeriod.objects.filter(currency=currency).exclude(current_run=None)
    found = periods.select_related("current_run").defer("current_run__rulebook").order_by("-month")
    return [period.current_run for period in found if period.current_run]


def unknown_sums(runs: Iterable[Run]) -> list[tuple[tuple[str, str], Decimal]]:
    """Key, value and cost with nobody. The assignment says which value it was, in the words of the engine."""
    keys = tag_keys()
    left = Assignment.objects.filter(run__in=runs, reason=Reason.UNKNOWN_VALUE)
    sums = left.values_list("rule").annotate(cost=Sum("amount")).order_by("-cost", "rule")
    return [(key_and_value(rule, keys), cost) for rule, cost in sums]


def tag_keys() -> list[str]:
    """The tag keys that name the project."""
    options = AllocationOptions.objects.filter(pk=1).first()
    return options.tag_keys if options else []


def key_and_value(rule: str, keys: Sequence[str]) -> tuple[str, str]:
    """What `tag KEY=VALUE` names. A key may itself hold an equals sign, so the known keys are tried first."""
    words = rule.removeprefix(BY_TAG)
    key = next((key for key in keys if words.startswith(f"{key}=")), words.partition("=")[0])
    return key, words.removeprefix(f"{key}=")


def known_values() -> dict[str, str]:
    """The project of each tag value that names one, by slug."""
    tags = ProjectTag.objects.filter(project__is_retired=False)
    return dict(tags.values_list("value", "project__slug"))


def noticed(values: Iterable[str]) -> dict[tuple[str, str], tuple[dt.date, dt.date]]:
    """First billed day and first seen day of these values, by key and value."""
    rows = TagValue.objects.filter(value__in=list(values)).values_list("key", "value", "first_day", "noticed_at")
    return {(key, value): (first, seen.date()) for key, value, first, seen in rows}


def value_row(
    tag: tuple[str, str],
    cost: Decimal,
    stored: Mapping[tuple[str, str], tuple[dt.date, dt.date]],
    project: str = "",
    guess: Guess | None = None,
) -> ValueRow:
    first, seen = stored.get(tag, (None, None))
    return ValueRow(*tag, cost, first, seen, project, guess)


def projects_of(rows: Iterable[ValueRow]) -> dict[str, NamedProject]:
    """The projects that the rows mean or may mean."""
    slugs = {row.guess.project if row.guess else row.project for row in rows} - {""}
    named = Project.objects.filter(slug__in=slugs).values_list("slug", "pk", "name")
    return {slug: NamedProject(pk, name) for slug, pk, name in named}


def newest_values(key: str, currency: str) -> Values:
    """The values of one key that were noticed last, newest first, with what they cost so far and their project."""
    found = TagValue.objects.filter(key=key)
    newest = list(found.order_by("-noticed_at", "value").values_list("value", flat=True)[:NEWEST])
    costs = costs_of(key, newest, current_runs(currency))
    projects = known_values() if key in tag_keys() else {}
    stored = noticed(newest)
    rows = [value_row((key, value), costs.get(value, ZERO), stored, projects.get(value, "")) for value in newest]
    return Values(tuple(rows), found.count(), sum(costs.values(), ZERO), projects_of(rows))


def costs_of(key: str, values: Sequence[str], runs: Iterable[Run]) -> dict[str, Decimal]:
    """What the runs say that each of the values of the key cost, wherever it went."""
    tagged = Assignment.objects.filter(run__in=runs).annotate(value=KeyTextTransform(key, "series__tags"))
    return dict(tagged.filter(value__in=values).values_list("value").annotate(Sum("amount")).order_by())


def pulled_keys() -> list[str]:
    """The keys of which a value was ever billed, by the day of the first."""
    return list(
        TagValue.objects.values_list("key")
        .annotate(first=Min("noticed_at"))
        .order_by("first", "key")
        .values_list("key", flat=True)
    )
