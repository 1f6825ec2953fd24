"""Months by team, cut to what a chart can show: the teams that cost most, and all others as one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from .figures import MonthTotals, Overview

LARGEST = 6
NOBODY, OTHERS = "", "*"  # no team has such a short name
NOTHING = Decimal(0)


def of_largest(overview: Overview) -> Overview:
    """The overview with a trend of its largest teams; the amounts of each month add up to the same."""
    top = largest_teams(overview.trend)
    return replace(
        overview,
        trend=tuple(replace(month, totals=cut(month.totals, top)) for month in overview.trend),
        team_names={slug: overview.team_names.get(slug, slug) for slug in top},
    )


def largest_teams(trend: Sequence[MonthTotals]) -> list[str]:
    """The slugs of the teams that cost most over all months, dearest first."""
    sums: dict[str, Decimal] = {}
    for month in trend:
        for slug, amount in month.totals.items():
            sums[slug] = sums.get(slug, NOTHING) + amount
    teams = sums.keys() - {NOBODY, OTHERS}
    return sorted(teams, key=lambda slug: (-sums[slug], slug))[:LARGEST]


def cut(totals: dict[str, Decimal], top: Collection[str]) -> dict[str, Decimal]:
    """The totals of some teams and of nobody, and those of the others together."""
    kept = {slug: amount for slug, amount in totals.items() if slug in top or slug == NOBODY}
    others = sum((amount for slug, amount in totals.items() if slug not in kept), NOTHING)
    return {**kept, OTHERS: others} if others else kept
