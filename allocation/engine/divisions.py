"""How one pool is divided in one span of days: by the split's weights, or by its fallback when there are none."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .allocation import Payer, Reason
from .edges import Edge, Facts
from .money import added
from .rulebook import Kind, Split, Target
from .spans import Days
from .weights import NothingToShareBy, even, weighed

EVEN, TEAM = "even", "team:"


@dataclass(frozen=True)
class Division:
    """All receivers of a pool in a span, ordered by kind and slug. A receiver with weight 0 is there for its note."""

    method: str
    edges: tuple[Edge, ...]

    @cached_property
    def base(self) -> Fraction:
        return added(edge.weight for edge in self.edges)

    @property
    def receiving(self) -> set[Target | None]:
        """Who receives something; None is nobody."""
        return {edge.receiver for edge in self.edges if edge.weight}


def division_of(split: Split | None, days: Days, facts: Facts, closed: Container[Target] = ()) -> Division:
    """The division of a pool by the split that is valid on these days. Pools in `closed` receive nothing."""
    if split is None:
        return Division("", (nobody(Reason.NO_SPLIT, Reason.NO_SPLIT.value),))
    open_to = [edge for edge in receivers(split, days, facts) if edge.receiver not in closed]
    try:
        edges = weighed(split, open_to, facts)
    except NothingToShareBy as cause:
        edges = fallen_back(split, open_to, str(cause), days, facts)
    return Division(split.method.value, tuple(edge for edge in edges if edge.weight or edge.note))


def receivers(split: Split, days: Days, facts: Facts) -> list[Edge]:
    """The receivers of the split with the weights it names; for `all`, the teams active on these days."""
    if split.to_all_teams:
        named = {target: Fraction(1) for target in facts.payers.active(days.date)}
    else:
        in_order = sorted(split.shares, key=lambda share: (share.target.kind, share.target.slug))
        named = {share.target: share.weight for share in in_order}
    return [edge_to(target, weight, days, facts) for target, weight in named.items()]


def edge_to(target: Target, weight: Fraction, days: Days, facts: Facts) -> Edge:
    payer = None if target.kind is Kind.POOL else facts.payers.of(target, days.date)
    return Edge(target, payer, weight, note=payer.reason.value if payer and payer.reason else "")


def fallen_back(split: Split, edges: Sequence[Edge], cause: str, days: Days, facts: Facts) -> list[Edge]:
    """The receivers that the split's fallback names; the note says that, and why."""
    if split.fallback == EVEN and edges:
        return [edge._replace(note=f"{cause}; even parts instead") for edge in even(edges)]
    if split.fallback.startswith(TEAM):
        team = Target(Kind.TEAM, split.fallback.removeprefix(TEAM))
        return [edge_to(team, Fraction(1), days, facts)._replace(note=f"{cause}; all to {team} instead")]
    return [nobody(Reason.NOTHING_TO_SHARE_BY, cause)]


def nobody(reason: Reason, note: str) -> Edge:
    """The whole of a pool with nobody, for a reason."""
    return Edge(None, Payer(None, None, reason), Fraction(1), note=note)
