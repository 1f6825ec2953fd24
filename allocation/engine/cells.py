"""Records added up: per day and series, then per day, destination and service. Exact.

In int64 where no sum can leave it, which is checked, else in Python integers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .allocation import Destination
from .costs import MonthOfCosts
from .rulebook import Kind, Target
from .spans import Days

Amounts = NDArray[np.int64] | NDArray[np.object_]
Index = NDArray[np.int64]

SAFE = 9.2e18  # below 2^63: while the absolute amounts add up to less, no sum of any of them can leave int64
CHUNK = 1 << 16


@dataclass(frozen=True)
class Cells:
    """What each destination and service cost on each day: a row of `sums` per day, a column per slot.

    `destination` and `service` say for each slot which it is, by their place in the tuples beside them. Slots are
    sorted by destination, payers before pools, then service, so that those of a destination stand together.
    """

    destinations: tuple[Destination, ...]
    services: tuple[str, ...]
    destination: Index
    service: Index
    sums: Amounts

    @cached_property
    def place(self) -> dict[Destination, int]:
        return {destination: place for place, destination in enumerate(self.destinations)}

    def slots_of(self, first: int, until: int) -> slice:
        """The slots of some destinations, given by their places."""
        return slice(*np.searchsorted(self.destination, (first, until)).tolist())

    def slots_of_pool(self, slug: str) -> slice:
        place = self.place.get(Target(Kind.POOL, slug), len(self.destinations))
        return self.slots_of(place, place + 1)

    def found(self, slots: slice, first_day: int = 0, until_day: int | None = None) -> tuple[Index, Index, Amounts]:
        """Day, slot and amount of what is not zero in some slots on some days, in this order."""
        block = self.sums[first_day:until_day, slots]
        there = block != 0
        by_day = [np.flatnonzero(of_day) for of_day in there]  # np.nonzero of a matrix takes several times as long
        day = np.repeat(np.arange(first_day, first_day + len(block)), [len(some) for some in by_day])
        return day, np.concatenate(by_day) + slots.start, block[there]


def exact(amount: Amounts) -> Amounts:
    """The amounts as int64 when every sum of them fits, else as Python integers."""
    if amount.dtype != object and len(amount) * most(amount) < SAFE:
        return amount.astype(np.int64, copy=False)
    if amount.dtype == object:
        bound = float(sum(map(abs, amount.tolist())))
    else:
        bound = sum(float(np.abs(amount[some].astype(np.float64)).sum()) for some in chunks(len(amount)))
    return amount.astype(np.int64, copy=False) if bound < SAFE else amount.astype(object, copy=False)


def most(amount: Amounts) -> int:
    """The largest absolute amount."""
    return max(int(amount.max()), -int(amount.min())) if len(amount) else 0


def chunks(length: int) -> Iterator[slice]:
    """Runs of records short enough that what is computed for one stays in the cache."""
    return (slice(start, start + CHUNK) for start in range(0, length, CHUNK))


def zeros(shape: tuple[int, int], like: Amounts) -> Amounts:
    """A matrix of zeros of the same kind of integers."""
    return np.zeros(shape, object) if like.dtype == object else np.zeros(shape, np.int64)


def sums_by_day(costs: MonthOfCosts, days: int, series: int) -> Amounts:
    """What each series cost on each day: a row per day, a column per series. The order of records does not matter."""
    if costs.amount.dtype != object:
        sums = np.zeros((days, series), np.int64)
        if add_to(sums, costs, costs.amount) * len(costs.amount) < SAFE:
            return sums
    amount = exact(costs.amount)
    sums_of_large = zeros((days, series), amount)
    add_to(sums_of_large, costs, amount)
    return sums_of_large


def add_to(sums: Amounts, costs: MonthOfCosts, amount: Amounts) -> int:
    """Adds the amounts of the records to their days and series. The largest absolute amount, seen on the way."""
    flat, width, largest = sums.reshape(-1), np.int64(sums.shape[1]), 0
    for some in chunks(len(amount)):
        day, series, part = costs.day[some], costs.series[some], amount[some]
        largest = max(largest, most(part))
        if day.min() == day.max():  # bills come in the order of days
            np.add.at(sums[day[0]], series.astype(np.int64), part)
        else:
            np.add.at(flat, day * width + series, part)
    return largest


def cells_of(
    sums: Amounts,
    destinations: tuple[Destination, ...],
    services: tuple[str, ...],
    spans: Sequence[Days],
    slots: Sequence[Index],
) -> Cells:
    """The sums of series and days added up. `slots` gives, per span and series, destination * services + service."""
    used, places = np.unique(np.concatenate(slots), return_inverse=True)
    cells = zeros((len(sums), len(used)), sums)
    for days, place in zip(spans, np.split(places, len(spans)), strict=True):
        for day in range(days.first, days.until):
            np.add.at(cells[day], place, sums[day])
    return Cells(destinations, services, *np.divmod(used, max(1, len(services))), cells)


def costs_of_targets(cells: Cells, spans: Sequence[Days]) -> list[dict[Target, int]]:
    """Per span what each team, project and pool cost itself."""
    sums = zeros((len(spans), len(cells.destinations)), cells.sums)
    for days, row in zip(spans, sums, strict=True):
        np.add.at(row, cells.destination, cells.sums[days.first : days.until].sum(axis=0))
    return [added_up(cells.destinations, row) for row in sums.tolist()]


def added_up(destinations: Sequence[Destination], amounts: Sequence[int]) -> dict[Target, int]:
    """The amounts of destinations by team, by project and by pool."""
    costs: dict[Target, int] = {}
    for destination, amount in zip(destinations, amounts, strict=True):
        for target in targets_of(destination):
            costs[target] = costs.get(target, 0) + amount
    return costs


def targets_of(destination: Destination) -> Iterator[Target]:
    """The targets whose own cost it is."""
    if isinstance(destination, Target):
        yield destination
        return
    if destination.team:
        yield Target(Kind.TEAM, destination.team)
    if destination.project:
        yield Target(Kind.PROJECT, destination.project)
