"""The ways from a pool to those who carry it, read from the shares of a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from .allocation import PoolShare, Reason
from .equations import visits
from .rulebook import Kind, Target

SharesOfDay = Mapping[str, list[PoolShare]]
Leaf = Target | Reason  # a team or project, or why it is nobody


@dataclass(frozen=True, slots=True)
class Path:
    """Shares one after the other: each is taken by the pool of the next, the last by a team, project or nobody."""

    steps: tuple[PoolShare, ...]

    @property
    def ratio(self) -> Fraction:
        """The part of the first pool that goes this way."""
        return prod((step.ratio for step in self.steps), start=Fraction(1))

    @property
    def leaf(self) -> Leaf:
        return leaf(self.steps[-1])


def shares_on(shares: Iterable[PoolShare], day: int) -> SharesOfDay:
    """The shares of a day (0 is the 1st) by pool."""
    found: dict[str, list[PoolShare]] = defaultdict(list)
    for share in shares:
        if share.first_day <= day < share.until_day and share.ratio:
            found[share.pool].append(share)
    return found


def paths(shares: SharesOfDay, pool: str, passed: tuple[str, ...] = ()) -> Iterator[Path]:
    """All ways out of the pool that pass no pool twice."""
    for share in shares[pool]:
        if not to_pool(share):
            yield Path((share,))
        elif share.receiver and share.receiver.slug not in (*passed, pool):
            for rest in paths(shares, share.receiver.slug, (*passed, pool)):
                yield Path((share, *rest.steps))


def ratios(shares: SharesOfDay, pool: str) -> dict[Leaf, Fraction]:
    """The part of the pool that each receiver carries in the end, circles included. They add up to exactly 1."""
    pools = reached(shares, pool)
    times = visits([[part(shares[one], other) for other in pools] for one in pools])[0]
    carried: dict[Leaf, Fraction] = {}
    for name, passing in zip(pools, times, strict=True):
        for share in shares[name]:
            if not to_pool(share):
                carried[leaf(share)] = carried.get(leaf(share), Fraction(0)) + passing * share.ratio
    return carried


def leaf(share: PoolShare) -> Leaf:
    """Who receives a share that is not passed on to a pool."""
    nobody = Reason.NOTHING_TO_SHARE_BY if share.method else Reason.NO_SPLIT
    return share.receiver or nobody


def reached(shares: SharesOfDay, pool: str) -> list[str]:
    """The pool and all that it charges, directly or through others; the pool itself comes first."""
    found = [pool]
    for name in found:
        for share in shares[name]:
            if to_pool(share) and share.receiver and share.receiver.slug not in found:
                found.append(share.receiver.slug)
    return found


def part(shares: Iterable[PoolShare], pool: str) -> Fraction:
    return sum((share.ratio for share in shares if share.receiver == Target(Kind.POOL, pool)), Fraction(0))


def to_pool(share: PoolShare) -> bool:
    return share.receiver is not None and share.receiver.kind is Kind.POOL
