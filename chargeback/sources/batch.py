"""What a provider is asked and what it answers, as frozen values. Amounts in columns are in 10^-10 of the currency."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .window import Window

DECIMALS = 10
# Providers round every amount to ten decimals, so each may be off by half of the last one.
HALF_UNIT = Decimal("5e-11")
Amounts = NDArray[np.int64] | NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Access:
    """How a payer is reached: the role that is assumed, or (without one) the environment's own credentials.

    No secret and no endpoint: those are the environment's. `payer_account` is only compared with what AWS says.
    """

    payer_account: str = ""
    role_arn: str = ""
    external_id: str = ""


def nobody(service: str) -> bool:
    """No rule names any service."""
    return False


@dataclass(frozen=True, slots=True)
class Breakdown:
    """By what a bill is pulled apart, besides account, service and record type. Every further dimension costs requests.

    The first tag key is the one that costs nothing more; further ones, cost categories, product attributes, region and
    usage type may be loops. `billed_metric` and `effective_metric` are metrics of GetCostAndUsage. Where services have
    to be asked one by one, those below the part `lump_below` of the bill come as one, "(other services)", unless
    `is_named` says that a rule names them.
    """

    billed_metric: str = "UnblendedCost"
    effective_metric: str = "AmortizedCost"
    tag_keys: tuple[str, ...] = ()
    cost_categories: tuple[str, ...] = ()
    product_attributes: tuple[str, ...] = ()
    by_region: bool = False
    by_usage_type: bool = False
    is_named: Callable[[str], bool] = nobody
    lump_below: Decimal = Decimal("0.005")

    @property
    def metrics(self) -> tuple[str, ...]:
        """The one or two metrics to ask for."""
        return tuple(dict.fromkeys((self.billed_metric, self.effective_metric)))


class Dimensions(NamedTuple):
    """What one cost series is: everything about a cost but its day and amounts. A tuple, as large bills have so many.

    `tags` holds only tags with a value. `attributes` holds, likewise, "cost_category.NAME" and "product.KEY".
    """

    service: str
    record_type: str
    charge_category: str
    currency: str
    sub_account_id: str = ""
    sub_account_name: str = ""
    region: str = ""
    usage_type: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


class DailyTotal(NamedTuple):
    """What the provider says one day cost in all. `is_estimated`: it may still change."""

    day: dt.date
    billed: Decimal
    effective: Decimal
    currency: str
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class CostBatch:
    """All costs of a window: one total for each of its days, and columns with at most one cost per series and day.

    They are in the order of series, then days, in which the index of records grows fastest. `code` are indexes into
    `series`, `day` counts days from the window's start. `billed` and `effective` (FOCUS BilledCost and EffectiveCost)
    are in 10^-10 of the currency: int64, or Python integers where int64 is too small. Both may be one and the same
    column.
    """

    window: Window
    currency: str
    totals: tuple[DailyTotal, ...]
    series: tuple[Dimensions, ...]
    code: NDArray[np.int32]
    day: NDArray[np.int16]
    billed: Amounts
    effective: Amounts

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which values of two dimensions occur together."""

    first: str
    second: str
    values: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Survey:
    """What occurs in a window: enough to plan its questions, nothing of it is stored as cost.

    `accounts` are ids with names, `services` have what they were billed, `record_types` whether any cost has the first
    tag. `values` counts the values of the other dimensions ("TAG:project"). `requests` is what the survey took.
    """

    window: Window
    accounts: Mapping[str, str]
    services: Mapping[str, Decimal]
    record_types: Mapping[str, bool]
    values: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[Pairs, ...] = ()
    page_size: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a plan in words for people, and how many requests it is expected to take."""

    words: str
    requests: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions that bring a window's costs. `queries` are the provider's own; their answers add up to the bill.

    `accounts` are ids with the names that the costs will carry.
    """

    steps: tuple[Step, ...]
    queries: tuple[Any, ...]
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """How many requests the questions are expected to take: pages, not questions."""
        return sum(step.requests for step in self.steps)

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)


@dataclass(frozen=True, slots=True)
class TagKey:
    """A cost allocation tag of the payer. Only an active one is in the bill, from its activation on.

    `kind` is AWSGenerated or UserDefined. AWS leaves `last_updated` out for a key that was never activated.
    """

    key: str
    kind: str
    is_active: bool
    last_updated: dt.date | None = None
    last_used: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a connection test looked at: whether it holds, and a sentence that says what was seen or what to do."""

    what: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch is, in whole days' worth of its questions, and what it has cost so far."""

    days: int
    of_days: int
    requests: int

    def __str__(self) -> str:
        return f"{self.days} of {self.of_days} days, {self.requests} requests, ${dollars(self.requests)}"


# Called with a pull's progress after every request. It may raise to end the pull.
Report = Callable[[Progress], None]


def dollars(requests: int) -> Decimal:
    """What AWS asks for so many Cost Explorer requests: $0.01 each (https://aws.amazon.com/aws-cost-management/pricing/)."""
    return Decimal(requests).scaleb(-2)
