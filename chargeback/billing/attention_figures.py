"""The frozen values of what somebody should look at in a month."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag value that no project knows and that was not there the month before, with what it cost, exactly."""

    key: str
    value: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Spike:
    """What a team or service cost beyond its usual day on `days` days between `first` and `last`, exactly.

    `slug` is a team's short name or a service's name; `usual` is what its usual day costs.
    """

    kind: str
    slug: str
    name: str
    amount: Decimal
    first: dt.date
    last: dt.date
    days: int
    usual: Decimal


@dataclass(frozen=True, slots=True)
class PoolException:
    """A pool that was not shared by its key; `note` says why, and what was done instead."""

    pool: str
    name: str
    note: str
    lacks_readings: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """What somebody should look at in a month."""

    new_tags: tuple[NewTag, ...] = ()
    spikes: tuple[Spike, ...] = ()
    pools: tuple[PoolException, ...] = ()
