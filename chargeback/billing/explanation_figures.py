"""The frozen values that explanations read: from an amount down to pools, rules, pulls and records, and back up."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .figures import Party, Stamp
from .line_figures import LineItem
from .selections import Selection


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a way: what a pool passes to a receiver (team, project or pool), by which weight of how much.

    `weight` and `base` are in `unit`, an amount of the currency for "cost"; they are None where the asker may not
    know them. `amount` is what took this way up to here, exact to 10^-10.
    """

    pool: str
    pool_name: str
    kind: str
    receiver: str
    receiver_name: str
    method: str
    words: str
    """How the pool is shared, for example "fixed weights, 60 of 100"."""
    weight: Fraction | None
    base: Fraction | None
    unit: str
    ratio: Fraction
    note: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Way:
    """Edges one after the other, from the pool that the cost came into to the payer. `amount` is what arrived."""

    first: dt.date
    last: dt.date
    steps: tuple[Step, ...]
    ratio: Fraction
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PoolPart:
    """What was carried of one pool. `total` is the pool's whole cost in the same days and services.

    `cents` is `amount` as printed. `ratios` are the parts carried, each with its days; more than one where a split
    changed. The amounts of `ways` and `circles` (what went round between pools, or took further ways than are told)
    add up to `amount`, exactly.
    """

    pool: str
    name: str
    note: str
    total: Decimal
    amount: Decimal
    cents: Decimal
    ratios: tuple[tuple[dt.date, dt.date, Fraction], ...]
    ways: tuple[Way, ...]
    circles: Decimal


@dataclass(frozen=True, slots=True)
class Receiver:
    """One row of how a pool is shared, for those who see all teams."""

    step: Step
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class ByRule:
    """What one rule or tag brought here."""

    rule: str
    series: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that nearly decided: `wanted` is what it asks and `found` what the series has; or its dates were over."""

    rule: str
    target: str
    dimension: str
    wanted: str
    found: str
    is_out_of_dates: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Which rule or tag decided where a series goes in some days, and why. `conditions` are what held, in words."""

    first: dt.date
    last: dt.date
    rule: str
    goes_to: str
    reason: str
    conditions: tuple[tuple[str, str], ...]
    near_misses: tuple[NearMiss, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PullFact:
    """A pull. Who asked for it, what it cost and its control totals are known to those who see all teams only."""

    number: int
    start: dt.date
    end: dt.date
    finished_at: dt.datetime | None
    asked_by: str = ""
    requests: int | None = None
    control_total: Decimal | None = None
    currency: str = ""
    request_id: str = ""
    """Of the request that heard the control total, as AWS knows it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the provider says a series cost on a day."""

    day: dt.date
    billed: Decimal
    effective: Decimal
    quantity: Decimal | None
    pull: int
    is_newer_than_the_run: bool


@dataclass(frozen=True, slots=True)
class SeriesStory:
    """One cost series: what it is, which rules decided, what the provider's records say, and which pull brought them.

    `has_moved` says that the records add up to something else than the run was made from.
    """

    service: str
    account: str
    account_name: str
    region: str
    record_type: str
    tags: Mapping[str, str]
    decisions: tuple[Decision, ...]
    records: tuple[Record, ...]
    pulls: tuple[PullFact, ...]
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a team, or (None) nobody, carries an amount: own cost by rule and series, and shares of pools.

    `amount` is exact, `cents` as printed, and so are `direct` and `direct_cents`. Own cost and the pools add up to it,
    exactly and in cents. `origins` are the largest series of what is explained (for one pool: of that pool, where the
    asker may know them), `origins_count` how many there are and `origins_total` what all of them cost. `story` is told
    when it is one series alone.
    """

    stamp: Stamp
    team: Party | None
    what: str
    selection: Selection
    amount: Decimal
    cents: Decimal
    direct: Decimal
    direct_cents: Decimal
    by_rule: tuple[ByRule, ...]
    pools: tuple[PoolPart, ...]
    receivers: tuple[Receiver, ...]
    origins: tuple[LineItem, ...]
    origins_count: int
    origins_total: Decimal
    story: SeriesStory | None
    pulls: tuple[PullFact, ...]
    has_moved: bool


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries a part of a series. The ratios of all carriers add up to exactly 1, their amounts to the whole.

    `ratio` is None where credits and costs of several days cancel out, so that there is no whole to be a part of.
    """

    team: str
    team_name: str
    project_name: str
    pool: str
    pool_name: str
    reason: str
    ratio: Fraction | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Carriage:
    """A series on some days of a run and everyone who carries part of it."""

    stamp: Stamp
    fingerprint: str
    first: dt.date
    last: dt.date
    amount: Decimal
    carriers: tuple[Carrier, ...]
    story: SeriesStory
