"""The month picker: thirteen months, those without data disabled."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chargeback.billing.models import BillingPeriod
from chargeback.clock import add_months

SHOWN = 13


@dataclass(frozen=True, slots=True)
class Choice:
    """One month of the picker. `url` is empty where there is nothing to see."""

    month: dt.date
    url: str
    is_closed: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """The months to choose from, newest first, and the neighbours that have data."""

    current: Choice
    choices: tuple[Choice, ...]
    earlier: Choice | None
    later: Choice | None


def picker(periods: Iterable[BillingPeriod], shown: dt.date, url_for: Callable[[dt.date], str]) -> Picker:
    """Thirteen months that end with the newest one, or with the `shown` one where that is older than these."""
    closed = {period.month: period.state == BillingPeriod.State.CLOSED for period in periods}
    newest = max([*closed, shown])
    first = add_months(newest, 1 - SHOWN)
    last = newest if shown >= first else shown

    def choice(month: dt.date) -> Choice:
        has_data = month in closed
        return Choice(month, url_for(month) if has_data else "", closed.get(month, False), month == shown)

    return Picker(
        current=choice(shown),
        choices=tuple(choice(add_months(last, -back)) for back in range(SHOWN)),
        earlier=next((choice(month) for month in sorted(closed, reverse=True) if month < shown), None),
        later=next((choice(month) for month in sorted(closed) if month > shown), None),
    )
