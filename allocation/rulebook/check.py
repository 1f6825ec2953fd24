"""What keeps a rulebook from being computed or leaves shared cost with nobody. Problems begin with the YAML path."""

import datetime as dt
from collections.abc import Container, Iterator

from allocation.engine.checks import problems_of as uncomputable
from allocation.engine.rulebook import Kind, Method, Rulebook, SettlementMethod, Split, Target

from .order import start


def problems_of(rulebook: Rulebook, unreadable: Container[str] = ()) -> list[str]:
    """Every problem, one sentence each. Pools that are `unreadable` are taken to reach a team."""
    return [*uncomputable(rulebook), *own_receivers(rulebook), *stranded_pools(rulebook, unreadable)]


def own_receivers(rulebook: Rulebook) -> Iterator[str]:
    """Pools that charge themselves: only simultaneous equations can say what that means."""
    if rulebook.settlement.method is SettlementMethod.RECIPROCAL:
        return
    for pool in rulebook.pools:
        itself = Target(Kind.POOL, pool.slug)
        if any(share.target == itself for split in pool.splits for share in split.shares):
            yield f"pools.{pool.slug}.targets: the pool is its own receiver; remove {itself}, or settle reciprocally."


def stranded_pools(rulebook: Rulebook, unreadable: Container[str] = ()) -> Iterator[str]:
    """Pools that, from some day on, share out to pools only and so never reach a team.

    With direct settlement the engine refuses such pools itself, by another sentence.
    """
    if rulebook.settlement.method is SettlementMethod.DIRECT:
        return
    told: set[str] = set()
    for day in sorted({start(split.span) for pool in rulebook.pools for split in pool.splits}):
        reached = reaching(rulebook, day, unreadable)
        for pool in rulebook.pools:
            if pool.slug not in reached | told and pool.split_on(day):
                told.add(pool.slug)
                since = "" if day == dt.date.min else f" from {day}"
                yield (
                    f"pools.{pool.slug}.targets: the pool can reach no team{since}; "
                    "add a team or project here or in a pool it shares to."
                )


def reaching(rulebook: Rulebook, day: dt.date, unreadable: Container[str]) -> set[str]:
    """The pools that reach a team or project on that day, themselves or through other pools."""
    splits = {pool.slug: pool.split_on(day) for pool in rulebook.pools}
    reached = {pool.slug for pool in rulebook.pools if pool.slug in unreadable}
    while True:
        more = {slug for slug, split in splits.items() if slug not in reached and split and reaches(split, reached)}
        if not more:
            return reached
        reached |= more


def reaches(split: Split, reached: Container[str]) -> bool:
    """True when some receiver with weight is a team, a project or one of the pools in `reached`."""
    receivers = [share.target for share in split.shares if share.weight or split.method is not Method.FIXED]
    return split.to_all_teams or any(one.kind is not Kind.POOL or one.slug in reached for one in receivers)
