"""Records added up per day, destination and service: exact, in int64 where that is safe, else in Python integers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .allocation import Destination
from .costs import MonthOfCosts
from .rulebook import Kind, Target
from .spans import Days

Amounts = NDArray[np.int64] | NDArray[np.object_]

SAFE = 9.2e18  # below 2^63: while the absolute amounts add up to less, no sum of any of them can leave int64
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Cells:
    """Columns of equal length: what each destination and service cost on each day.

    `destination` and `service` are indexes into the tuples beside them.
    """

    destinations: tuple[Destination, ...]
    services: tuple[str, ...]
    day: NDArray[np.int64]
    destination: NDArray[np.int64]
    service: NDArray[np.int64]
    amount: Amounts


def exact(amount: Amounts) -> Amounts:
    """The amounts as int64 when every sum of them fits, else as Python integers."""
    if amount.dtype == object:
        bound = float(sum(abs(one) for one in amount.tolist()))
    else:
        bound = sum(float(np.abs(amount[some].astype(np.float64)).sum()) for some in chunks(len(amount)))
    return amount.astype(np.int64, copy=False) if bound < SAFE else amount.astype(object, copy=False)


def chunks(length: int) -> Iterator[slice]:
    """Runs of records short enough that what is computed for one stays in the cache."""
    return (slice(start, start + CHUNK) for start in range(0, length, CHUNK))


def zeros(shape: tuple[int, int], like: Amounts) -> Amounts:
    """A matrix of zeros of the same kind of integers."""
    return np.zeros(shape, object) if like.dtype == object else np.zeros(shape, np.int64)


def cells_of(
    costs: MonthOfCosts,
    destinations: tuple[Destination, ...],
    services: tuple[str, ...],
    spans: Sequence[Days],
    slots: Sequence[NDArray[np.int64]],
) -> Cells:
    """The records added up. `slots` gives, per span and series, destination * number of services + service.

    Cells that add up to zero are left out. Columns are sorted by day, destination and service.
    """
    amount = exact(costs.amount)
    used, places = np.unique(np.concatenate(slots), return_inverse=True)
    rows = np.arange(spans[-1].until) * len(used)
    shifts = span_of_day(spans) * len(slots[0])
    sums = zeros((spans[-1].until, len(used)), amount)
    for some in chunks(len(amount)):
        series = costs.series[some] + shifts.take(costs.day[some]) if len(spans) > 1 else costs.series[some]
        np.add.at(sums.reshape(-1), places.take(series) + rows.take(costs.day[some]), amount[some])
    day, place = np.nonzero(sums)
    destination, service = np.divmod(used[place], len(services))
    return Cells(destinations, services, day, destination, service, sums[day, place])


def span_of_day(spans: Sequence[Days]) -> NDArray[np.int64]:
    """For each day of the month the number of its span."""
    return np.repeat(np.arange(len(spans)), [days.until - days.first for days in spans])


def cells_of_pool(cells: Cells, slug: str, days: Days) -> Cells:
    """The cells of a pool on some days."""
    span = slice(*np.searchsorted(cells.day, (days.first, days.until)))
    pool = Target(Kind.POOL, slug)
    number = cells.destinations.index(pool) if pool in cells.destinations else -1
    mine = cells.destination[span] == number
    columns = (column[span][mine] for column in (cells.day, cells.destination, cells.service, cells.amount))
    return Cells(cells.destinations, cells.services, *columns)


def costs_of_targets(cells: Cells, spans: Sequence[Days]) -> list[dict[Target, int]]:
    """Per span what each team, project and pool cost itself."""
    sums = zeros((len(spans), len(cells.destinations)), cells.amount)
    np.add.at(sums, (span_of_day(spans)[cells.day], cells.destination), cells.amount)
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
