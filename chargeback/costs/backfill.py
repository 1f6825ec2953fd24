"""The months before the present one, pulled one by one: what is missing, what it costs, what fits the budget."""

import datetime as dt
from collections.abc import Iterator
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
    for window in windows(months, today):
        need = need_of(source, window, fingerprint(breakdown))
        price = price_of(source, window, breakdown)
        requests = price.requests if need is Need.PULL else 0
        is_guess = is_guess or (requests > 0 and price.is_guess)
        if requests > free:
            need = Need.WAIT
        free -= requests
        found.append(BackfillMonth(window.start, need, requests))
    return Backfill(source, tuple(found), is_guess)


def windows(months: int, today: dt.date) -> Iterator[Window]:
    """Whole months, newest first."""
    for back in range(1, months + 1):
        month = add_months(today, -back)
        yield check_window(month, next_month(month), today)


def need_of(source: Source, window: Window, breakdown: str) -> Need:
    if closed_months(window, last_currency(source)):
        return Need.CLOSED
    stored = stored_days(source, window)
    again = source.again_before
    good = [day for day in stored.values() if day.breakdown == breakdown and not (again and day.pulled_at < again)]
    return Need.THERE if len(good) == len(window.days) else Need.PULL


def queue_backfill(backfill: Backfill, user: "User | None", now: dt.datetime) -> list[Job]:
    """One job for each month that is missing, the newest first. Those that are queued already stay as they are."""
    return [
        queue_pull(backfill.source, one.month, next_month(one.month), user, now, trigger=Pull.Trigger.BACKFILL)
        for one in backfill.missing
    ]
