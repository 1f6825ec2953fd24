"""How a charge was split, as FOCUS 1.3 says it: the five Allocated columns.

A ratio like 1/3 has no end in decimals. The printed ratios of one charge are cut to 15 places so that they add up to
exactly 1, spare last digits going to the largest remainders; the exact fraction stands in x_AllocatedRatio.
Fifteen places, because a reader who parses JSON into floating point keeps no more.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from allocation.engine.allocation import PoolShare, Reason
from allocation.engine.money import split
from allocation.engine.paths import Leaf, SharesOfDay, leaf, reached
from allocation.engine.rulebook import Kind, Rulebook, Target
from allocation.engine.weights import COST

from .numbers import fraction_text, from_units

COLUMNS = (
    "AllocatedMethodId",
    "AllocatedMethodDetails",
    "AllocatedResourceId",
    "AllocatedResourceName",
    "AllocatedTags",
)
PLACES = 15


@dataclass(frozen=True, slots=True)
class Method:
    """How a pool is split on a day. `direct` are its shares by receiver, empty when other pools take part of it."""

    identity: str
    direct: Mapping[Leaf, PoolShare]
    names: Mapping[Target, str]
    currency: str
    places: int


def method_of(rulebook: Rulebook, shares: SharesOfDay, pool: str, currency: str, places: int) -> Method:
    """The method of a pool. Its id is pool/method, and /settlement where other pools take part."""
    own = shares[pool]
    cascades = len(reached(shares, pool)) > 1
    words = [pool, own[0].method or "none", *([rulebook.settlement.method.value] if cascades else [])]
    direct = {} if cascades else {leaf(share): share for share in own}
    teams = {Target(Kind.TEAM, team.slug): team.name for team in rulebook.teams}
    projects = {Target(Kind.PROJECT, project.slug): project.name for project in rulebook.projects}
    return Method("/".join(words), direct, teams | projects, currency, places)


def allocated_columns(method: Method, parts: Mapping[Leaf, Fraction]) -> Iterator[tuple[str, ...]]:
    """The texts of COLUMNS for everyone who carries a part. The ratios add up to exactly 1, also as printed."""
    printed = split(10**PLACES, list(parts.values()))
    for one, ratio in zip(parts, printed, strict=True):
        details = f'{{"Elements": [{{{", ".join(element(method, one, from_units(ratio, PLACES)))}}}]}}'
        if isinstance(one, Reason):  # FOCUS: null where a charge is the unallocated portion of its origin
            yield method.identity, details, "", "", ""
        else:
            tags = json.dumps({one.kind.value: one.slug}, ensure_ascii=False)
            yield method.identity, details, str(one), method.names.get(one, one.slug), tags


def element(method: Method, receiver: Leaf, ratio: str) -> Iterator[str]:
    """The entries of one element: the ratio and, when the pool is split once only, what was measured.

    Numbers are written out by hand: json.dumps would pass them through floating point.
    """
    yield f'"AllocatedRatio": {ratio}'
    share = method.direct.get(receiver)
    if share and share.receiver and share.method:
        unit, quantity = measured(share, method)
        yield f'"UsageUnit": {json.dumps(unit, ensure_ascii=False)}'
        yield f'"UsageQuantity": {fraction_text(quantity, PLACES)}'


def measured(share: PoolShare, method: Method) -> tuple[str, Fraction]:
    """What the receiver weighs, with its unit: currency for cost, the driver's unit, or parts."""
    if share.unit == COST and share.method == "proportional":
        return method.currency or "Currency", share.weight / 10**method.places
    return share.unit or "Parts", share.weight
