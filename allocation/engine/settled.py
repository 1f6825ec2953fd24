"""The pools in a span of days, as they are settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .carriers import Carriers
from .divisions import Division
from .equations import Matrix
from .order import Group
from .rulebook import Basis, Kind, Target
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
