"""How many requests a source may make, and when: pure arithmetic over a calendar month in UTC.

A look asks for AWS's totals only: one request. Every look that the schedule still has this month is kept for it, one
request a day for the list of tag keys, and one a week because the look at all months may come in two pages. What the
budget leaves beside them is the room for details. A scheduled pull may use the part of the room that has come with the
days of the month; a person or a backfill may use all that is left.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chargeback.clock import month_start, next_month


@dataclass(frozen=True, slots=True)
class Budget:
    """A source's requests in one calendar month, seen at one moment.

    `cap` may be made in all, `spent` were made, `kept` belong to looks still to come. `paced` is how many the month may
    have cost by now if it is to last. All are numbers of requests, each $0.01 at AWS.
    """

    month: dt.date
    cap: int
    spent: int
    kept: int
    paced: int

    @property
    def left(self) -> int:
        """What anything may still use: never less than 0, also when the cap was lowered."""
        return max(0, self.cap - self.spent)

    @property
    def free(self) -> int:
        """What a person or a backfill may still use."""
        return max(0, self.cap - self.kept - self.spent)

    @property
    def due(self) -> int:
        """What a scheduled pull may use now, beside its look."""
        return max(0, min(self.paced, self.cap - self.kept) - self.spent)


def budget_at(now: dt.datetime, cap: int, spent: int, hours: Sequence[int]) -> Budget:
    """The budget at `now` of a source that is looked at in these hours (UTC) of every day."""
    month, end = month_start(now.date()), next_month(now.date())
    kept = looks_after(now, hours)
    room = max(0, cap - looks_in((end - month).days, hours))
    to_come = room * (end - now.date() - dt.timedelta(days=1)).days // (end - month).days
    return Budget(month, cap, spent, kept, cap - kept - to_come)


def looks_in(days: int, hours: Sequence[int]) -> int:
    """Requests of so many whole days: one for each hour, one a day for the tag keys, one more a week."""
    return days * (len(hours) + 1) + -(-days // 7)


def looks_after(now: dt.datetime, hours: Sequence[int]) -> int:
    """Requests of the schedule's looks after `now`, up to the end of the calendar month. Tag keys go with the first."""
    days_to_come = (next_month(now.date()) - now.date()).days - 1
    today = sum(hour > now.hour for hour in hours)
    return looks_in(days_to_come, hours) + today + (today == len(hours))


def next_look(now: dt.datetime, hours: Sequence[int]) -> dt.datetime:
    """The first moment of the schedule after `now`."""
    return next(looks(now, hours))


def looks(now: dt.datetime, hours: Sequence[int]) -> Iterator[dt.datetime]:
    """The moments of the schedule after `now`, without end."""
    day = now.replace(minute=0, second=0, microsecond=0)
    while True:
        for hour in sorted(hours):
            if (moment := day.replace(hour=hour)) > now:
                yield moment
        day += dt.timedelta(days=1)


def next_details(now: dt.datetime, cap: int, spent: int, hours: Sequence[int], cost: int) -> dt.datetime | None:
    """When the schedule may next spend `cost` requests on details, if nothing but all looks is spent until then.

    None when a whole month's budget is too small for it; `smallest_budget` says what would do.
    """
    last = add_two_months(now)
    month = month_start(now.date())
    for moment in looks(now, hours):
        if moment >= last:
            return None
        if month_start(moment.date()) != month:
            month, spent = month_start(moment.date()), 0
        spent += 2 if moment.hour == min(hours) else 1
        if budget_at(moment, cap, spent, hours).due >= cost:
            return moment
    return None


def add_two_months(now: dt.datetime) -> dt.datetime:
    """The end of the next calendar month."""
    end = next_month(next_month(now.date()))
    return dt.datetime(end.year, end.month, end.day, tzinfo=now.tzinfo)


def smallest_budget(hours: Sequence[int], cost: int) -> int:
    """Requests a month that pay for all looks of the longest month and for details once."""
    return looks_in(31, hours) + cost
