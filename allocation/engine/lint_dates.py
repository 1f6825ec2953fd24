"""Gaps between dated entries, and teams that cannot be charged when something is sent to them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .findings import Finding
from .rulebook import Kind, Rulebook, Span, Target
from .spans import dates_in


def date_findings(rulebook: Rulebook, month: dt.date) -> Iterator[Finding]:
    for project in rulebook.projects:
        place = f"projects.{project.slug}.team"
        yield from gaps(place, [tenure.span for tenure in project.tenures], "the project has no team")
        if not project.tenures:
            yield Finding(place, "the project has no team; its cost stays unallocated.")
    for pool in rulebook.pools:
        yield from gaps(f"pools.{pool.slug}", [split.span for split in pool.splits], "the pool has no split")
    yield from inactive_teams(rulebook, month)


def gaps(place: str, spans: Sequence[Span], what: str) -> Iterator[Finding]:
    """Days between two entries on which none holds."""
    ordered = sorted(spans, key=lambda span: span.start or dt.date.min)
    for earlier, later in pairwise(ordered):
        if earlier.until and later.start and earlier.until < later.start:
            last = later.start - dt.timedelta(days=1)
            yield Finding(place, f"a gap: from {earlier.until} to {last} {what}; that cost stays unallocated.")


def inactive_teams(rulebook: Rulebook, month: dt.date) -> Iterator[Finding]:
    """Targets of rules, splits and projects that are not active on all their days of the month."""
    days = dates_in(month)
    teams = {team.slug: team.active for team in rulebook.teams}
    for place, slug, span in sorted(sent_to_teams(rulebook), key=lambda one: one[:2]):
        missing = [day for day in days if span.holds(day) and slug in teams and not teams[slug].holds(day)]
        if missing:
            text = (
                f"team {slug} is not active on {len(missing)} of its days from {missing[0]}; that cost is unallocated."
            )
            yield Finding(place, text)


def sent_to_teams(rulebook: Rulebook) -> Iterator[tuple[str, str, Span]]:
    """Where in the rulebook which team is a target, and in which span."""
    for rule in rulebook.rules:
        yield from ((f"rules.{rule.name}", slug, rule.span) for slug in team_slugs([rule.target]))
    for pool in rulebook.pools:
        for split in pool.splits:
            targets = team_slugs(share.target for share in split.shares if share.weight)
            yield from ((f"pools.{pool.slug}.targets", slug, split.span) for slug in targets)
            kind, _, slug = split.fallback.partition(":")
            if kind == Kind.TEAM:
                yield f"pools.{pool.slug}.fallback", slug, split.span
    for project in rulebook.projects:
        yield from ((f"projects.{project.slug}.team", tenure.team, tenure.span) for tenure in project.tenures)


def team_slugs(targets: Iterable[Target]) -> list[str]:
    return [target.slug for target in targets if target.kind is Kind.TEAM]
