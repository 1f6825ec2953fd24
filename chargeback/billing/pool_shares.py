"""The stored shares of pools -> the engine's values, whole or only as far as they lead to some teams."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import cache

from django.db.models import Q

from allocation.engine.allocation import PoolShare as Share
from allocation.engine.money import to_units
from allocation.engine.paths import Leaf, ratios, shares_on
from allocation.engine.rulebook import Kind, Target
from chargeback.datastate.known import known

from .models import PoolShare, Run

COLUMNS = (
    "pool__slug",
    "start",
    "until",
    "method",
    "team__slug",
    "project__slug",
    "receiver_pool__slug",
    "weight",
    "unit",
    "ratio_numerator",
    "ratio_denominator",
    "amount",
    "note",
)


def stored_shares(run: Run, wanted: Q | None = None) -> tuple[Share, ...]:
    """The shares that a run found, in its order; all of them, or those that are wanted."""
    return tuple(shares_of_runs([run], wanted or Q())[run.pk])


def shares_of_runs(runs: Collection[Run], wanted: Q) -> dict[int, list[Share]]:
    """The same for each run, by its key."""
    months = {run.pk: run.period.month for run in runs}
    found: dict[int, list[Share]] = {pk: [] for pk in months}
    for pk, *row in PoolShare.objects.filter(wanted, run__in=months).order_by("pk").values_list("run_id", *COLUMNS):
        found[pk].append(share_of(months[pk], *row))
    return found


def share_of(
    month: dt.date,
    pool: str,
    start: dt.date,
    until: dt.date,
    method: str,
    team: str | None,
    project: str | None,
    receiver_pool: str | None,
    weight: Decimal,
    unit: str,
    numerator: Decimal,
    denominator: Decimal,
    amount: Decimal,
    note: str,
) -> Share:
    """The share in a row of COLUMNS."""
    return Share(
        pool=pool,
        first_day=(start - month).days,
        until_day=(until - month).days,
        method=method,
        receiver=receiver(team, project, receiver_pool),
        weight=Fraction(weight),
        unit=unit,
        ratio=Fraction(int(numerator), int(denominator)),
        amount=to_units(amount),
        note=note,
    )


def receiver(team: str | None, project: str | None, pool: str | None) -> Target | None:
    """Whom the split names; a project is stored beside the team that pays for it."""
    named = ((Kind.PROJECT, project), (Kind.POOL, pool), (Kind.TEAM, team))
    return next((Target(kind, slug) for kind, slug in named if slug), None)


def shares_of_pools(run: Run) -> tuple[Share, ...]:
    """What pools take from each other: the same whoever asks."""
    return known(("shares of pools", run.pk), lambda: stored_shares(run, Q(receiver_pool__isnull=False)))


def shares_towards(run: Run, teams: Collection[str]) -> tuple[Share, ...]:
    """The shares of these teams and those that pools take from each other: all that leads to the teams."""
    return (*stored_shares(run, Q(team__slug__in=teams)), *shares_of_pools(run))


def reached_pools(shares: Collection[Share], pools: Collection[str]) -> list[str]:
    """The pools and all that they charge on any day, directly or through others."""
    found = list(pools)
    for slug in found:
        found += [
            share.receiver.slug
            for share in shares
            if share.pool == slug and share.receiver and share.receiver.kind is Kind.POOL
            if share.receiver.slug not in found
        ]
    return found


class Ratios:
    """Which part of a pool each receiver carries in the end, on the days of a run's month."""

    def __init__(self, shares: Collection[Share], month: dt.date) -> None:
        self.shares, self.month = shares, month
        self.cuts = sorted({day for share in shares for day in (share.first_day, share.until_day)})
        self.on_day = cache(lambda day: shares_on(shares, day))
        self.of_pool = cache(lambda pool, day: ratios(self.on_day(day), pool))

    def on(self, pool: str, leaf: Leaf, day: int) -> Fraction | None:
        """The part of the pool that the receiver carries on a day (0 is the 1st); None where it is no receiver."""
        parts: dict[Leaf, Fraction] = self.of_pool(pool, day)
        return parts.get(leaf)

    def during(self, pool: str, leaf: Leaf, first: dt.date, last: dt.date) -> Fraction | None:
        """The part of the pool that the receiver carries on all days from `first` to `last`; None if it changes."""
        start, end = (first - self.month).days, (last - self.month).days
        days = {start, *(cut for cut in self.cuts if start < cut <= end)}
        found = {self.on(pool, leaf, day) for day in days}
        return found.pop() if len(found) == 1 else None
