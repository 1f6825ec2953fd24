"""What a provider is asked and what it answers, as frozen values; a second cloud is a second `Fetch`."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .window import Window

# Providers round every amount to ten decimals, so each may be off by half of the last one.
HALF_UNIT = Decimal("5e-11")


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What one cost series is: everything about a cost but its day and amounts. `tags` holds only tags with a value."""

    service: str
    record_type: str
    charge_category: str
    currency: str
    sub_account_id: str = ""
    sub_account_name: str = ""
    tags: tuple[tuple[str, str], ...] = ()


class Cost(NamedTuple):
    """What one series cost on one day, exactly: FOCUS BilledCost and EffectiveCost."""

    day: dt.date
    billed: Decimal
    effective: Decimal


class DailyTotal(NamedTuple):
    """What the provider says one day cost in all. `is_estimated`: it may still change."""

    day: dt.date
    billed: Decimal
    effective: Decimal
    currency: str
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class CostBatch:
    """All costs of a window: one total for each of its days, and per series at most one cost a day, days ascending."""

    window: Window
    currency: str
    totals: tuple[DailyTotal, ...]
    series: Mapping[Dimensions, Sequence[Cost]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a fetch is, in whole days' worth of its questions, and what it has cost so far."""

    days: int
    of_days: int
    requests: int

    def __str__(self) -> str:
        return f"{self.days} of {self.of_days} days, {self.requests} requests, ${dollars(self.requests)}"


# Called after every request. It may raise to end the fetch.
Report = Callable[[Progress], None]
# (window, tag key, report) -> all costs of the window. Raises SourceError; touches no database.
Fetch = Callable[[Window, str, Report], CostBatch]


def dollars(requests: int) -> Decimal:
    """What AWS asks for so many Cost Explorer requests: $0.01 each (https://aws.amazon.com/aws-cost-management/pricing/)."""
    return Decimal(requests).scaleb(-2)
