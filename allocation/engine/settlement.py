"""Pools that charge each other, settled: how each is divided, and who carries it in the end.

direct: pools are ignored as receivers.
step-down: pools are closed in the given order; a closed pool receives nothing more.
reciprocal: pools charge each other as their splits say, solved as simultaneous equations.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from .carriers import carried
from .divisions import division_of
from .edges import Facts
from .equations import visits
from .money import added
from .order import Group, groups, uses_total
from .payers import Payers
from .readings import Readings
from .rulebook import Basis, Kind, Rulebook, RulebookError, SettlementMethod, Span, Split, Target
from .settled import NOTHING, Costs, SettledSpan
from .spans import Days


def settle(rulebook: Rulebook, month: dt.date, spans: Sequence[Days], own: Sequence[Costs]) -> list[SettledSpan]:
    """Every pool settled in every span. Raises RulebookError naming pools that serve nobody but each other."""
    settled = [SettledSpan(days, costs) for days, costs in zip(spans, own, strict=True)]
    facts = facts_of(rulebook, month)
    order = groups(rulebook)
    keeps_all = any(map(uses_total, rulebook.pools))
    problems: dict[tuple[str, ...], str] = {}
    for place, group in enumerate(order):
        known = replace(facts, cost=costs_so_far(settled))
        divide(rulebook, group, closed_pools(rulebook, order, place), settled, known)
        for span in settled:
            stuck = serving_nobody(group, span)
            if stuck:
                problems.setdefault(stuck, stuck_sentence(stuck, span))
            else:
                pass_on(group, span, keeps_all)
    if problems:
        raise RulebookError(tuple(problems.values()))
    for group in reversed(order):
        for span in settled:
            span.carriers.update(carried(group, span.turns[group], span.divisions, span.carriers))
    return settled


def facts_of(rulebook: Rulebook, month: dt.date) -> Facts:
    """The facts of a month before anything is settled."""
    units = {driver.slug: driver.unit or driver.name for driver in rulebook.drivers}
    return Facts(month.replace(day=1), Payers(rulebook), Readings(rulebook.readings), units, costs_so_far([]))


def costs_so_far(settled: Sequence[SettledSpan]) -> Callable[[Target, Split], Fraction]:
    """What a target cost on the days of a split, with what it has received until now where the split counts it."""

    @cache
    def total(target: Target, days: Span, basis: Basis) -> Fraction:
        return added(span.cost(target, basis) for span in settled if days.holds(span.days.date))

    return lambda target, split: total(target, split.span, split.basis)


def closed_pools(rulebook: Rulebook, order: Sequence[Group], place: int) -> set[Target]:
    """The pools that receive nothing when the group at this place is divided."""
    method = rulebook.settlement.method
    until = {SettlementMethod.DIRECT: len(order), SettlementMethod.STEP_DOWN: place + 1}.get(method, 0)
    return {Target(Kind.POOL, slug) for group in order[:until] for slug in group}


def divide(rulebook: Rulebook, group: Group, closed: set[Target], settled: Sequence[SettledSpan], facts: Facts) -> None:
    """Adds the divisions of the group's pools to every span."""
    for pool in rulebook.pools:
        if pool.slug in group:
            for span in settled:
                split = pool.split_on(span.days.date)
                span.divisions[pool.slug] = division_of(split, span.days, facts, closed)


def serving_nobody(group: Group, span: SettledSpan) -> tuple[str, ...]:
    """The pools of the group whose cost never leaves it."""
    stuck = set(group)
    while leaving := {slug for slug in stuck if not span.divisions[slug].receiving <= pools(stuck)}:
        stuck -= leaving
    return tuple(sorted(stuck))


def pools(slugs: Iterable[str]) -> set[Target]:
    return {Target(Kind.POOL, slug) for slug in slugs}


def stuck_sentence(stuck: Sequence[str], span: SettledSpan) -> str:
    names = ", ".join(f"pools.{slug}" for slug in stuck)
    return f"{names}: from {span.days.date} on charged to nobody but each other; add a team or project as a target."


def pass_on(group: Group, span: SettledSpan, keeps_all: bool) -> None:
    """Adds what passes through the group's pools, and what they pass on; to teams and projects if `keeps_all`."""
    span.turns[group] = turns = visits([[ratio(span, one, other) for other in group] for one in group])
    starts = [span.cost(Target(Kind.POOL, slug), Basis.TOTAL) for slug in group]
    inside = pools(group)
    for place, slug in enumerate(group):
        through = added(start * turns[row][place] for row, start in enumerate(starts))
        span.through[slug] = through
        part = through / span.divisions[slug].base
        for edge in span.divisions[slug].edges:
            if edge.receiver and (edge.payer is None or keeps_all) and edge.receiver not in inside:
                span.received[edge.receiver] = span.received.get(edge.receiver, NOTHING) + part * edge.weight


def ratio(span: SettledSpan, one: str, other: str) -> Fraction:
    """The part of one pool that goes to the other."""
    division = span.divisions[one]
    pools_charged = (edge for edge in division.edges if edge.payer is None)
    charged = Target(Kind.POOL, other)
    return added(edge.weight for edge in pools_charged if edge.receiver == charged) / division.base
