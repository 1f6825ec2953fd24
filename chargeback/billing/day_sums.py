"""Charges -> their sums by day, per team and per service: what pages of days and spikes read instead of all charges."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges
from allocation.engine.cells import Amounts, zeros
from allocation.engine.money import from_units

from .models import Run, ServiceDay, TeamDay
from .results import Ids, copy

DAYS = 31
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


def write_day_sums(run: Run, ids: Ids, charges: Charges) -> None:
    """The run's day sums are stored. They add up to the run's charges, per day and in all."""
    copy(TeamDay, team_days(run, ids, charges))
    copy(ServiceDay, service_days(run, charges))


def team_days(run: Run, ids: Ids, charges: Charges) -> Iterator[dict[str, object]]:
    """One row for each team and day with charges; those of nobody have no team."""
    teams = sorted({payer.team or "" for payer in charges.payers})
    team = np.array([teams.index(payer.team or "") for payer in charges.payers], np.int64)[charges.payer]
    sums, found = summed(charges, team * 2 + (charges.pool >= 0), 2 * len(teams))
    by_kind = sums.reshape(DAYS, len(teams), 2)
    either = found[:, 0::2] | found[:, 1::2]
    for day, place in places(either):
        direct, shared = by_kind[day, place].tolist()
        yield {
            "run_id": run.pk,
            "team_id": ids.teams.get(teams[place]),
            "day": run.period.month + dt.timedelta(days=day),
            "direct": from_units(direct),
            "shared": from_units(shared),
        }


def service_days(run: Run, charges: Charges) -> Iterator[dict[str, object]]:
    """One row for each service and day with charges."""
    sums, found = summed(charges, charges.service.astype(np.int64), len(charges.services))
    for day, place in places(found):
        yield {
            "run_id": run.pk,
            "service": charges.services[place],
            "day": run.period.month + dt.timedelta(days=day),
            "amount": from_units(int(sums[day, place])),
        }


def summed(charges: Charges, key: Index, keys: int) -> tuple[Amounts, Flags]:
    """The charges added up per day and key, exactly: in the integers that they are in. And where there are any."""
    sums, found = zeros((DAYS, keys), charges.amount), np.zeros((DAYS, keys), bool)
    np.add.at(sums, (charges.day, key), charges.amount)
    found[charges.day, key] = True
    return sums, found


def places(found: Flags) -> Iterator[tuple[int, int]]:
    """Day and key of what is there."""
    day, key = np.nonzero(found)
    return zip(day.tolist(), key.tolist(), strict=True)
