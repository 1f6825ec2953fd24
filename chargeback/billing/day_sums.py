"""Charges -> their sums by day, per team and per service: what pages of days and spikes read instead of all charges."""

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges
from allocation.engine.cells import Amounts, zeros

from .binary_copy import Column, amounts, copy, dates, keys, texts
from .models import Run, ServiceDay, TeamDay
from .results import Ids

DAYS = 31
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


def write_day_sums(run: Run, ids: Ids, charges: Charges) -> None:
    """The run's day sums are stored. They add up to the run's charges, per day and in all."""
    days = [run.period.month + dt.timedelta(days=day) for day in range(DAYS)]
    write(TeamDay, run.pk, *team_days(ids, charges), days)
    write(ServiceDay, run.pk, *service_days(charges), days)


def write(
    model: type[TeamDay] | type[ServiceDay], run: int, day: Index, columns: dict[str, Column], days: list[dt.date]
) -> None:
    everywhere = {"run_id": keys([run], np.zeros(len(day), np.int8)), "day": dates(days, day)}
    copy(model._meta.db_table, len(day), everywhere | columns)


def team_days(ids: Ids, charges: Charges) -> tuple[Index, dict[str, Column]]:
    """For each team and day with charges the day and the other columns; those of nobody have no team."""
    teams = sorted({payer.team or "" for payer in charges.payers})
    team = np.array([teams.index(payer.team or "") for payer in charges.payers], np.int64)[charges.payer]
    sums, found = summed(charges, team * 2 + (charges.pool >= 0), 2 * len(teams))
    by_kind = sums.reshape(DAYS, len(teams), 2)
    day, place = np.nonzero(found[:, 0::2] | found[:, 1::2])
    return day, {
        "team_id": keys([ids.teams.get(slug) for slug in teams], place),
        "direct": amounts(by_kind[day, place, 0]),
        "shared": amounts(by_kind[day, place, 1]),
    }


def service_days(charges: Charges) -> tuple[Index, dict[str, Column]]:
    """For each service and day with charges the day and the other columns."""
    sums, found = summed(charges, charges.service.astype(np.int64), len(charges.services))
    day, place = np.nonzero(found)
    return day, {"service": texts(charges.services, place), "amount": amounts(sums[day, place])}


def summed(charges: Charges, key: Index, keys: int) -> tuple[Amounts, Flags]:
    """The charges added up per day and key, exactly: in the integers that they are in. And where there are any."""
    sums, found = zeros((DAYS, keys), charges.amount), np.zeros((DAYS, keys), bool)
    np.add.at(sums, (charges.day, key), charges.amount)
    found[charges.day, key] = True
    return sums, found
