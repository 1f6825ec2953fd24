"""Short ways to write rulebooks and costs in tests."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from allocation.engine.allocate import allocate
from allocation.engine.allocation import Allocation, Charge
from allocation.engine.costs import MonthOfCosts, Series
from allocation.engine.rulebook import (
    ALWAYS,
    Condition,
    Kind,
    Method,
    Operator,
    Pool,
    Project,
    Rule,
    Rulebook,
    Share,
    Span,
    Split,
    Target,
    Team,
    Tenure,
)

MONTH = dt.date(2026, 10, 1)
Record = tuple[Series, int, int]  # series, day (0 is the 1st), amount in 10^-10


def day(number: int) -> dt.date:
    return MONTH.replace(day=number)


def target(text: str) -> Target:
    """`dev` is a team, `project:alpha` and `pool:net` are what they say."""
    kind, colon, slug = text.partition(":")
    return Target(Kind(kind), slug) if colon else Target(Kind.TEAM, text)


def teams(*slugs: str) -> tuple[Team, ...]:
    return tuple(Team(slug, slug.title()) for slug in slugs)


def project(slug: str, *tenures: tuple[str, Span] | str) -> Project:
    """A project named by its own slug as tag value."""
    held = tuple(Tenure(one) if isinstance(one, str) else Tenure(*one) for one in tenures)
    return Project(slug, slug.title(), (slug,), held)


def where(dimension: str, *values: str, operator: Operator = Operator.IS, negated: bool = False) -> Condition:
    return Condition(dimension, operator, values, negated)


def rule(name: str, to: str, *conditions: Condition, span: Span = ALWAYS) -> Rule:
    return Rule(name, conditions, target(to), span)


def shares(weights: Mapping[str, int | Fraction] | Sequence[str]) -> tuple[Share, ...]:
    if isinstance(weights, Mapping):
        return tuple(Share(target(name), Fraction(weight)) for name, weight in weights.items())
    return tuple(Share(target(name)) for name in weights)


def pool(slug: str, weights: Mapping[str, int | Fraction] | Sequence[str], method: str = "fixed", **options) -> Pool:  # type: ignore[no-untyped-def]
    """A pool with one split."""
    return Pool(slug, slug.title(), (Split(Method(method), shares(weights), **options),))


def costs(records: Sequence[Record]) -> tuple[list[Series], MonthOfCosts]:
    """The records as the engine takes them; equal series become one."""
    series: list[Series] = []
    for one, _, _ in records:
        if one not in series:
            series.append(one)
    amounts = [amount for _, _, amount in records]
    wide = any(abs(amount) >= 2**62 for amount in amounts)
    return series, MonthOfCosts(
        MONTH,
        np.array([series.index(one) for one, _, _ in records], np.int32),
        np.array([on for _, on, _ in records], np.int16),
        np.array(amounts, object if wide else np.int64),
    )


def run(rulebook: Rulebook, records: Sequence[Record]) -> Allocation:
    return allocate(rulebook, *costs(records))


def charges(rulebook: Rulebook, records: Sequence[Record]) -> list[Charge]:
    return list(run(rulebook, records).charges.rows())


def by_team(rulebook: Rulebook, records: Sequence[Record]) -> dict[str, int]:
    """What each team carries in all; what is with nobody stands under its reason."""
    totals: dict[str, int] = defaultdict(int)
    for charge in charges(rulebook, records):
        totals[charge.team or charge.reason.value] += charge.amount
    return dict(totals)
