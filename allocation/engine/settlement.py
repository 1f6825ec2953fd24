"""Pools that charge each other, settled: how each is divided, and who carries it in the end.

direct: pools are ignored as receivers.
step-down: pools are closed in the given order; a closed pool receives nothing more.
reciprocal: pools charge each other as their splits say, solved as simultaneous equations.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .carriers import Carriers, carried
from .divisions import Division, division_of
from .edges import Facts
from .equations import Matrix, visits
from .order import Group, groups, uses_total
from .payers import Payers
from .readings import Readings
from .rulebook import Basis, Kind, Rulebook, RulebookError, SettlementMethod, Split, Target
from .spans import Days

Costs = Mapping[Target, int]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class SettledSpan:
    """The pools in a span of days. Amounts are in 10^-10.

    `own` is what targets cost themselves, `received` what pools passed on to them, `through` what passed through
    a pool in all, `carriers` who carries it in the end.
    """

    days: Days
    own: Costs
    divisions: dict[str, Division] = field(default_factory=dict)
    received: dict[Target, Fraction] = field(default_factory=dict)
    through: dict[str, Fraction] = field(default_factory=dict)
    turns: dict[Group, Matrix] = field(default_factory=dict)
    carriers: dict[str, Carriers] = field(default_factory=dict)

    def cost(self, target: Target, basis: Basis) -> Fraction:
        direct = Fraction(self.own.get(target, 0))
        return direct if basis is Basis.DIRECT else direct + self.received.get(target, NOTHING)

    def stands_alone(self, slug: str) -> bool:
        """True when the pool neither charges other pools nor is charged by them."""
        pool = Target(Kind.POOL, slug)
        charges = any(edge.payer is None and edge.weight for edge in self.divisions[slug].edges)
        return not charges and pool not in self.received


def settle(rulebook: Rulebook, month: dt.date, spans: Sequence[Days], own: Sequence[Costs]) -> list[SettledSpan]:
    """Every pool settled in every span. Raises RulebookError naming pools that serve nobody but each other."""
    settled = [SettledSpan(days, costs) for days, costs in zip(spans, own, strict=True)]
    facts = facts_of(rulebook, month, settled)
    order = groups(rulebook)
    keeps_all = any(map(uses_total, rulebook.pools))
    problems: dict[tuple[str, ...], str] = {}
    for place, group in enumerate(order):
        divide(rulebook, group, closed_pools(rulebook, order, place), settled, facts)
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


def facts_of(rulebook: Rulebook, month: dt.date, settled: Sequence[SettledSpan]) -> Facts:
    def cost(target: Target, split: Split) -> Fraction:
        valid = (span for span in settled if split.span.holds(span.days.date))
        return sum((span.cost(target, split.basis) for span in valid), NOTHING)

    units = {driver.slug: driver.unit or driver.name for driver in rulebook.drivers}
    return Facts(month.replace(day=1), Payers(rulebook), Readings(rulebook.readings), units, cost)


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
        through = sum((start * turns[row][place] for row, start in enumerate(starts)), NOTHING)
        span.through[slug] = through
        division = span.divisions[slug]
        for edge in division.edges:
            if edge.receiver and edge.receiver not in inside and (edge.payer is None or keeps_all):
                passed = through * edge.weight / division.base
                span.received[edge.receiver] = span.received.get(edge.receiver, NOTHING) + passed


def ratio(span: SettledSpan, one: str, other: str) -> Fraction:
    """The part of one pool that goes to the other."""
    division = span.divisions[one]
    weight = sum((edge.weight for edge in division.edges if edge.receiver == Target(Kind.POOL, other)), NOTHING)
    return weight / division.base
