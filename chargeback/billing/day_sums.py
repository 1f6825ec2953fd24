"""Charges -> their sums by day, per team and per service: what pages of days and spikes read instead of all charges."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges
from allocation.engine.money import from_units

from .models import Run, ServiceDay, TeamDay
from .results import Ids, copy

DAYS = 31
Index = NDArray[np.int64]


def write_day_sums(run: Run, ids: Ids, charges: Charges) -> None:
    """The run's day sums are stored. They add up to the run's charges, per day and in all."""
    copy(TeamDay, team_days(run, ids, charges))
    copy(ServiceDay, service_days(run, charges))


def team_days(run: Run, ids: Ids, charges: Charges) -> Iterator[dict[str, object]]:
    """One row for each team and day with charges; those of nobody have no team."""
    teams = sorted({payer.team or "" for payer in charges.payers})
    team = np.array([teams.index(payer.team or "") for payer in charges.payers], np.int64)[charges.payer]
    sums = summed(charges, team * 2 + (charges.pool >= 0), 2 * len(teams)).reshape(DAYS, len(teams), 2)
    for day, place in zip(*(column.tolist() for column in np.nonzero(sums.any(axis=2))), strict=True):
        direct, shared = sums[day, place].tolist()
        yield {
            "run_id": run.pk,
            "team_id": ids.teams.get(teams[place]),
            "day": run.period.month + dt.timedelta(days=day),
            "direct": from_units(direct),
            "shared": from_units(shared),
        }


def service_days(run: Run, charges: Charges) -> Iterator[dict[str, object]]:
    """One row for each service and day with charges."""
    sums = summed(charges, charges.service.astype(np.int64), len(charges.services))
    for day, place in zip(*(column.tolist() for column in np.nonzero(sums)), strict=True):
        yield {
            "run_id": run.pk,
            "service": charges.services[place],
            "day": run.period.month + dt.timedelta(days=day),
            "amount": from_units(int(sums[day, place])),
        }


def summed(charges: Charges, key: Index, keys: int) -> NDArray:  # type: ignore[type-arg]
    """The charges added up per day and key, exactly: in the integers that the charges are in."""
    sums = np.zeros(DAYS * keys, charges.amount.dtype)
    np.add.at(sums, charges.day.astype(np.int64) * keys + key, charges.amount)
    return sums.reshape(DAYS, keys)
