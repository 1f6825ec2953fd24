"""The months before the present one, pulled one by one: what is missing, what it costs, what fits the budget."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from allocation.rulebook import load_rulebook
from chargeback.clock import add_months, next_month
from chargeback.jobs.models import Job
from chargeback.sources.batch import dollars
from chargeback.sources.window import Window, check_window

from .breakdowns import breakdown_of, fingerprint
from .budget import budget_of
from .learnt import price_of
from .models import Pull, Source
from .months import closed_months, stored_days
from .tasks import queue_pull
from .todo import last_currency

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class Need(StrEnum):
    """What a backfill does with a month."""

    THERE = "is stored"
    CLOSED = "is closed"
    PULL = "is pulled"
    WAIT = "waits for the budget of the next month"


@dataclass(frozen=True, slots=True)
class BackfillMonth:
    """A month of the history, and how many requests its pull is expected to take; 0 when it needs none."""

    month: dt.date
    need: Need
    requests: int


@dataclass(frozen=True, slots=True)
class Backfill:
    """What a backfill would do, newest month first. `is_guess`: no pull has ever told how large the bill is."""

    source: Source
    months: tuple[BackfillMonth, ...]
    is_guess: bool

    @property
    def requests(self) -> int:
        return sum(month.requests for month in self.months)

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)

    @property
    def missing(self) -> tuple[BackfillMonth, ...]:
        return tuple(month for month in self.months if month.requests)


def plan_backfill(source: Source, months: int, now: dt.datetime, today: dt.date) -> Backfill:
    """What a backfill of so many months before the present one would do. Makes no request."""
    breakdown = breakdown_of(source, load_rulebook())
    free = budget_of(source, now).free
    found, is_guess = [], False
    for window, need in needs(source, list(windows(months, today)), fingerprint(breakdown)):
        if need is not Need.PULL:
            found.append(BackfillMonth(window.start, need, 0))
            continue
        price = price_of(source, window, breakdown)
        is_guess = is_guess or price.is_guess
        found.append(BackfillMonth(window.start, Need.WAIT if price.requests > free else need, price.requests))
        free -= price.requests
    return Backfill(source, tuple(found), is_guess)


def windows(months: int, today: dt.date) -> Iterator[Window]:
    """Whole months, newest first."""
    for back in range(1, months + 1):
        month = add_months(today, -back)
        yield check_window(month, next_month(month), today)


def needs(source: Source, months: Sequence[Window], breakdown: str) -> Iterator[tuple[Window, Need]]:
    """Each of the months, newest first, with what it needs."""
    span = Window(months[-1].start, months[0].end)
    closed, stored = closed_months(span, last_currency(source)), stored_days(source, span)
    again = source.again_before
    good = {day for day, one in stored.items() if one.breakdown == breakdown and not (again and one.pulled_at < again)}
    for window in months:
        is_there = good.issuperset(window.days)
        yield window, Need.CLOSED if window.start in closed else Need.THERE if is_there else Need.PULL


def queue_backfill(backfill: Backfill, user: "User | None", now: dt.datetime) -> list[Job]:
    """One job for each month that is missing, the newest first. Those that are queued already stay as they are."""
    return [
        queue_pull(backfill.source, one.month, next_month(one.month), user, now, trigger=Pull.Trigger.BACKFILL)
        for one in backfill.missing
    ]
