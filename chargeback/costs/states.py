"""How far one can trust a source's month: is everything there, is it fresh, does the provider still change it?

Pages and the close of a month read `month_states`; nothing here changes anything.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max, Sum
from django.db.models.functions import TruncMonth

from chargeback.clock import add_months, next_month

from .models import DailyControl, Source, SourceMonth

STALE_AFTER = dt.timedelta(hours=36)  # a daily pull and half a day of failures
OLD_STALE_AFTER = dt.timedelta(days=8)  # a weekly look and a day
MONTHS_BACK = 3  # a month that is not final by then is looked at weekly; it will hardly change
STABLE = 2  # pulls in a row with one total
ZERO = Decimal(0)


class State(StrEnum):
    """One word for a month of a source. `final` alone is a promise; the others say what keeps it from being final."""

    MISSING = "missing"  # nothing is stored
    INCOMPLETE = "incomplete"  # days are missing between the stored ones, or at the end of a month that is over
    CHANGED = "changed"  # the provider's total is another than that of the stored records
    STALE = "stale"  # nobody has looked for a day and a half; at a month of long ago, for more than a week
    ESTIMATED = "estimated"  # the provider says that it may still change
    FRESH = "fresh"  # no longer estimated, but not yet seen unchanged twice
    FINAL = "final"  # over, complete, not estimated, one total for two pulls in a row


@dataclass(frozen=True, slots=True)
class Heard:
    """The provider's total of a month's days before `until` as last heard; `stable_for` pulls in a row it was the same.

    `stable_for` is 0 when the month was only ever looked at in parts: the total is then that of the stored records.
    """

    until: dt.date
    billed: Decimal
    effective: Decimal
    currency: str
    is_estimated: bool
    stable_for: int
    changed_at: dt.datetime | None
    checked_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """What the stored records of a month add up to; `days` have records, the last of them is `newest`."""

    billed: Decimal
    effective: Decimal
    currency: str
    is_estimated: bool
    days: int
    newest: dt.date
    pulled_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class MonthState:
    """What is known of a source's month. Amounts are in `heard.currency`; `stored` is None when nothing is stored."""

    source: Source
    month: dt.date
    state: State
    heard: Heard
    stored: Stored | None
    missing_days: int

    @property
    def is_final(self) -> bool:
        return self.state is State.FINAL

    @property
    def difference(self) -> Decimal:
        """What the provider billed beyond the stored records: not 0 after a change that is not pulled yet."""
        return self.heard.billed - (self.stored.billed if self.stored else ZERO)


def month_states(now: dt.datetime, today: dt.date, source: Source | None = None) -> tuple[MonthState, ...]:
    """Every month that was looked at or is stored, newest first: of one source, or of all by name."""
    sources = [source] if source else list(Source.objects.all())
    return tuple(state for one in sources for state in states_of(one, now, today))


def states_of(source: Source, now: dt.datetime, today: dt.date) -> list[MonthState]:
    heard, stored = heard_months(source), stored_months(source)
    months = sorted({*heard, *stored}, reverse=True)
    return [month_state(source, month, heard.get(month), stored.get(month), now, today) for month in months]


def heard_months(source: Source) -> dict[dt.date, Heard]:
    return {
        row.month: Heard(
            until=row.until,
            billed=row.billed_cost,
            effective=row.effective_cost,
            currency=row.currency,
            is_estimated=row.is_estimated,
            stable_for=row.stable_for,
            changed_at=row.changed_at,
            checked_at=row.checked_at,
        )
        for row in SourceMonth.objects.filter(source=source)
    }


def stored_months(source: Source) -> dict[dt.date, Stored]:
    days = DailyControl.objects.filter(source=source).annotate(month=TruncMonth("day")).values("month")
    rows = days.annotate(
        sum_billed=Sum("billed_cost"),
        sum_effective=Sum("effective_cost"),
        unit=Max("currency"),
        estimated=BoolOr("is_estimated"),
        days=Count("pk"),
        newest=Max("day"),
        pulled_at=Max("pull__finished_at"),
    )
    return {
        row["month"]: Stored(
            billed=row["sum_billed"],
            effective=row["sum_effective"],
            currency=row["unit"],
            is_estimated=row["estimated"],
            days=row["days"],
            newest=row["newest"],
            pulled_at=row["pulled_at"],
        )
        for row in rows
    }


def month_state(
    source: Source, month: dt.date, heard: Heard | None, stored: Stored | None, now: dt.datetime, today: dt.date
) -> MonthState:
    """The state of a month of which at least one of `heard` and `stored` is known."""
    if stored and (heard is None or heard.until <= stored.newest):
        heard = heard_in_parts(stored)
    if heard is None:
        raise ValueError("A month of which nothing is known has no state.")
    missing = missing_days(month, stored, today)
    is_whole = heard.until >= next_month(month)
    due = STALE_AFTER if month >= add_months(today, -MONTHS_BACK) else OLD_STALE_AFTER
    is_stale = heard.checked_at is None or now - heard.checked_at > due
    return MonthState(source, month, judge(heard, stored, missing, is_whole, is_stale), heard, stored, missing)


def heard_in_parts(stored: Stored) -> Heard:
    """What is known of the provider's total when the month was only ever looked at in parts."""
    return Heard(
        until=stored.newest + dt.timedelta(days=1),
        billed=stored.billed,
        effective=stored.effective,
        currency=stored.currency,
        is_estimated=stored.is_estimated,
        stable_for=0,
        changed_at=None,
        checked_at=stored.pulled_at,
    )


def missing_days(month: dt.date, stored: Stored | None, today: dt.date) -> int:
    """Days without records before the newest stored day, or before the end of a month that is over."""
    over = next_month(month) <= today
    if stored is None:
        return ((next_month(month) if over else today) - month).days
    until = next_month(month) if over else stored.newest + dt.timedelta(days=1)
    return (until - month).days - stored.days


def judge(heard: Heard, stored: Stored | None, missing: int, is_whole: bool, is_stale: bool) -> State:
    if stored is None:
        return State.MISSING
    if missing:
        return State.INCOMPLETE
    if (heard.billed, heard.effective, heard.currency) != (stored.billed, stored.effective, stored.currency):
        return State.CHANGED
    if is_whole and not heard.is_estimated and heard.stable_for >= STABLE:
        return State.FINAL
    if is_stale:
        return State.STALE
    return State.ESTIMATED if heard.is_estimated else State.FRESH
