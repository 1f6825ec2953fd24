"""What part of each team's direct usage carries the tag keys that it must carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from chargeback.costs.models import CostSeries, RequiredTag

from .coverage import honest_percent
from .models import Assignment, Run
from .run_rulebooks import rulebook_json_of
from .untagged import USAGE

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RequiredRow:
    """A team's direct usage and a key it must carry. `unknown` is usage of sources that were not pulled by the key.

    carries + lacks + unknown = the team's direct usage. `percent` is of what is known; None where nothing is.
    """

    team: str
    name: str
    key: str
    carries: Decimal
    lacks: Decimal
    unknown: Decimal
    percent: Decimal | None


def required_tags(run: Run) -> tuple[RequiredRow, ...]:
    """A row for each team with direct usage in the run and each key required of it, least covered first."""
    required = list(RequiredTag.objects.values_list("team__slug", "key"))
    rows = [row for key in sorted({key for _, key in required}) for row in rows_of(run, key, teams_of(key, required))]
    return tuple(sorted(rows, key=lambda row: (row.percent is None, row.percent or ZERO, row.name, row.key)))


def teams_of(key: str, required: Iterable[tuple[str | None, str]]) -> set[str] | None:
    """The slugs of the teams that must carry the key; None for every team."""
    slugs = {team for team, one in required if one == key}
    return None if None in slugs else {slug for slug in slugs if slug}


def rows_of(run: Run, key: str, teams: set[str] | None) -> Iterable[RequiredRow]:
    names = {team["slug"]: team["name"] for team in rulebook_json_of(run)["teams"]}
    known = Q(series__source__in=sources_with(run, key))
    carries = Q(series__tags__has_key=key)
    usage = Assignment.objects.filter(run=run, team__isnull=False, series__charge_category=USAGE)
    if teams is not None:
        usage = usage.filter(team__slug__in=teams)
    sums = usage.values("team__slug").annotate(
        carries=Sum("amount", filter=carries, default=ZERO),
        lacks=Sum("amount", filter=~carries & known, default=ZERO),
        unknown=Sum("amount", filter=~carries & ~known, default=ZERO),
    )
    return [row_of(names, key, one["team__slug"], one) for one in sums.order_by("team__slug")]


def sources_with(run: Run, key: str) -> list[int]:
    """The sources whose bill of the run's month was pulled apart by the key, as far as that shows: some cost has it."""
    seen = CostSeries.objects.filter(tags__has_key=key, assignments__run=run)
    return list(seen.order_by().values_list("source", flat=True).distinct())


def row_of(names: Mapping[str, str], key: str, slug: str, sums: Mapping[str, Decimal]) -> RequiredRow:
    percent = honest_percent(sums["carries"], sums["carries"] + sums["lacks"])
    return RequiredRow(slug, names.get(slug, slug), key, sums["carries"], sums["lacks"], sums["unknown"], percent)
