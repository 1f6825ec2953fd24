"""What a rulebook as a whole must satisfy, beyond each part by itself. Problems carry the paths of the YAML form."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from allocation.engine.rulebook import Kind, Method, Rulebook, SettlementMethod, Span, Split, Target

from .order import start


def problems_of(rulebook: Rulebook, unreadable: Container[str] = ()) -> list[str]:
    """Every problem, one sentence each. Pools that are `unreadable` are taken to reach a team."""
    return [
        *repeated_tags(rulebook),
        *repeated_rules(rulebook),
        *overlapping_tenures(rulebook),
        *overlapping_splits(rulebook),
        *self_receivers(rulebook),
        *stranded_pools(rulebook, unreadable),
    ]


def repeated_tags(rulebook: Rulebook) -> Iterator[str]:
    first: dict[str, str] = {}
    for project in rulebook.projects:
        for tag in project.tags:
            if tag in first:
                yield f"projects.{project.slug}.tags: {tag!r} names project {first[tag]} too; give it to one"
            first.setdefault(tag, project.slug)


def repeated_rules(rulebook: Rulebook) -> Iterator[str]:
    for name, times in Counter(rule.name for rule in rulebook.rules).items():
        if name and times > 1:
            yield f"rules.{name}: {times} rules have this name; give each its own, it explains amounts on statements"


def overlapping_tenures(rulebook: Rulebook) -> Iterator[str]:
    for project in rulebook.projects:
        for days in overlaps([tenure.span for tenure in project.tenures]):
            yield f"projects.{project.slug}.team: two teams {days}; end the first where the second begins (until)"


def overlapping_splits(rulebook: Rulebook) -> Iterator[str]:
    for pool in rulebook.pools:
        for days in overlaps([split.span for split in pool.splits]):
            yield f"pools.{pool.slug}: two splits {days}; end the first where the second begins (until)"


def overlaps(spans: Sequence[Span]) -> Iterator[str]:
    """In words, the days on which neighbours overlap. The spans come by their start."""
    for earlier, later in pairwise(spans):
        if earlier.until is None or start(later) < earlier.until:
            yield f"from {later.start}" if later.start else "without a start"


def self_receivers(rulebook: Rulebook) -> Iterator[str]:
    for pool in rulebook.pools:
        itself = Target(Kind.POOL, pool.slug)
        if any(share.target == itself for split in pool.splits for share in split.shares):
            yield f"pools.{pool.slug}.targets: the pool is its own receiver; remove pool:{pool.slug}"


def stranded_pools(rulebook: Rulebook, unreadable: Container[str] = ()) -> Iterator[str]:
    """Pools that, from some day on, share out to pools only and so never reach a team."""
    days = sorted({start(split.span) for pool in rulebook.pools for split in pool.splits})
    told: set[str] = set()
    for day in days:
        reached = reaching(rulebook, day, unreadable)
        for pool in rulebook.pools:
            if pool.slug not in reached and pool.slug not in told and pool.split_on(day):
                told.add(pool.slug)
                yield f"pools.{pool.slug}.targets: {stranded(rulebook, day)}"


def reaching(rulebook: Rulebook, day: dt.date, unreadable: Container[str]) -> set[str]:
    """The pools that reach a team or project on that day, themselves or through other pools."""
    splits = {pool.slug: pool.split_on(day) for pool in rulebook.pools}
    reached = {pool.slug for pool in rulebook.pools if pool.slug in unreadable}
    through_pools = rulebook.settlement.method is not SettlementMethod.DIRECT
    while True:
        more = {
            slug
            for slug, split in splits.items()
            if slug not in reached and split and reaches(split, reached if through_pools else ())
        }
        if not more:
            return reached
        reached |= more


def reaches(split: Split, reached: Container[str]) -> bool:
    """True when some receiver with weight is a team, a project or one of the pools in `reached`."""
    receivers = [share.target for share in split.shares if share.weight or split.method is not Method.FIXED]
    return split.to_all_teams or any(one.kind is not Kind.POOL or one.slug in reached for one in receivers)


def stranded(rulebook: Rulebook, day: dt.date) -> str:
    since = "" if day == dt.date.min else f" from {day}"
    if rulebook.settlement.method is SettlementMethod.DIRECT:
        return f"no receiver is a team or project{since}; with settlement direct, pools do not charge each other"
    return f"the pool can reach no team{since}; add a team or project here or in a pool it shares to"
