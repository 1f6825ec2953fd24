"""What the engine answers: assignments of series, shares of pools, and charges. Amounts are in 10^-10."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .rulebook import Target


class Reason(StrEnum):
    """Why cost is with nobody. Empty for cost that is with a team."""

    NONE = ""
    NO_TAG = "no tag"
    UNKNOWN_VALUE = "unknown tag value"
    NO_RULE = "no rule"
    NO_TEAM = "project without a team that day"
    TEAM_INACTIVE = "team not active that day"
    NO_SPLIT = "pool without a split rule that day"
    NOTHING_TO_SHARE_BY = "nothing to share the pool by"
    NOT_IN_SCOPE = "not in scope"
    ROUNDING = "rounding at the provider"


class Payer(NamedTuple):
    """A receiver of final cost: a team with or without a project, or nobody for a reason."""

    team: str | None
    project: str | None
    reason: Reason = Reason.NONE


Destination = Payer | Target  # a pool, for Target
POOLED = Payer(None, None)  # nobody yet


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a series goes on days `first_day` (0 = the 1st) up to, not including, `until_day` of the month.

    `rule` is the name of the mapping rule, or `tag KEY=VALUE` when the project tag decided, or "" when nothing did.
    `team` and `project` are slugs or None; a series that goes to a pool has `pool` and no team.
    """

    series: int
    first_day: int
    until_day: int
    rule: str
    team: str | None
    project: str | None
    pool: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Assignments:
    """All assignments as columns of equal length, sorted by series and day; iterating reads them one by one.

    `rule` and `destination` are indexes into the tuples beside them; days are those of Assignment. Who needs all of
    them reads the columns: a large month has more assignments than it takes time to allocate it.
    """

    rules: tuple[str, ...]
    destinations: tuple[Destination, ...]
    series: NDArray[np.int32]
    first_day: NDArray[np.int16]
    until_day: NDArray[np.int16]
    rule: NDArray[np.int32]
    destination: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.series)

    def __iter__(self) -> Iterator[Assignment]:
        columns = (self.series, self.first_day, self.until_day, self.rule, self.destination)
        for series, first, until, rule, number in zip(*(column.tolist() for column in columns), strict=True):
            to = self.destinations[number]
            pool, who = (to.slug, POOLED) if isinstance(to, Target) else (None, to)
            yield Assignment(series, first, until, self.rules[rule], who.team, who.project, pool, who.reason)


@dataclass(frozen=True, slots=True)
class Charge:
    """What a team and project carry for a day and service, directly (`pool` None) or through a pool.

    `team` None is unallocated, with its `reason`. One charge per (day, team, project, service, pool, reason).
    """

    day: int
    team: str | None
    project: str | None
    service: str
    pool: str | None
    reason: Reason
    amount: int


@dataclass(frozen=True, slots=True)
class Charges:
    """All charges as columns of equal length, sorted by day, payer, service, pool; `rows()` reads them one by one.

    `payer`, `service` and `pool` are indexes into the tuples beside them; `pool` -1 is a direct charge.
    """

    payers: tuple[Payer, ...]
    services: tuple[str, ...]
    pools: tuple[str, ...]
    day: NDArray[np.int16]
    payer: NDArray[np.int32]
    service: NDArray[np.int32]
    pool: NDArray[np.int32]
    amount: NDArray[np.int64] | NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.day)

    def total(self) -> int:
        return sum(self.amount.tolist())

    def rows(self) -> Iterator[Charge]:
        columns = (column.tolist() for column in (self.day, self.payer, self.service, self.pool, self.amount))
        for day, payer, service, pool, amount in zip(*columns, strict=True):
            who = self.payers[payer]
            through = self.pools[pool] if pool >= 0 else None
            yield Charge(day, who.team, who.project, self.services[service], through, who.reason, amount)


@dataclass(frozen=True, slots=True)
class PoolShare:
    """What one receiver takes from a pool in a span of days of the month: how, and how much.

    `ratio` is weight over the sum of weights; the ratios of a pool and span add up to exactly 1.
    `weight` is in `unit` (a currency amount in 10^-10 for proportional splits, the driver's unit, or "").
    `amount` is what was moved, in 10^-10. `receiver` None is the part that fell to unallocated, with `note` the cause.
    """

    pool: str
    first_day: int
    until_day: int
    method: str
    receiver: Target | None
    weight: Fraction
    unit: str
    ratio: Fraction
    amount: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """The whole answer for a month. Sum of charges = sum of records, exactly, per day and in all."""

    assignments: Assignments
    shares: tuple[PoolShare, ...]
    charges: Charges
