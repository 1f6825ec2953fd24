"""How one pool is shared out on a day: who carries which part of it."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from allocation.engine.allocation import Payer, Reason
from allocation.engine.carriers import carrier_order
from allocation.engine.explain import Evidence
from allocation.engine.money import whole_weights
from allocation.engine.paths import Leaf, ratios, shares_on

from .methods import allocated_columns, method_of


@dataclass(frozen=True, slots=True)
class Receiver:
    """One that carries a part of a pool. `columns` are the texts of methods.COLUMNS."""

    payer: Payer
    ratio: Fraction
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Everyone who carries a pool, in the engine's order, with whole weights above zero."""

    receivers: tuple[Receiver, ...]
    weights: tuple[int, ...]


class Sharings:
    """The sharings of a month, each made once per pool and run of days in which no share changes."""

    def __init__(self, evidence: Evidence, currency: str, places: int) -> None:
        self.evidence, self.currency, self.places = evidence, currency, places
        self.starts = sorted({share.first_day for share in evidence.allocation.shares})
        self.made: dict[tuple[str, int], Sharing] = {}

    def of(self, pool: str, day: int) -> Sharing:
        key = pool, bisect_right(self.starts, day)
        if key not in self.made:
            self.made[key] = self.sharing(pool, day)
        return self.made[key]

    def sharing(self, pool: str, day: int) -> Sharing:
        """The parts add up to exactly the pool; their order is the engine's, so that spare units fall alike."""
        shares = shares_on(self.evidence.allocation.shares, day)
        parts = {one: part for one, part in ratios(shares, pool).items() if part}
        order = sorted(parts, key=lambda one: self.place_of(one, day))
        method = method_of(self.evidence.rulebook, shares, pool, self.currency, self.places)
        columns = allocated_columns(method, {one: parts[one] for one in order})
        receivers = [
            Receiver(self.evidence.payer(one, day), parts[one], texts)
            for one, texts in zip(order, columns, strict=True)
        ]
        return Sharing(tuple(receivers), tuple(whole_weights([parts[one] for one in order])))

    def place_of(self, leaf: Leaf, day: int) -> tuple[str, str, str]:
        return carrier_order((None if isinstance(leaf, Reason) else leaf, self.evidence.payer(leaf, day)))
