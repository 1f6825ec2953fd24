"""The one place that knows what day it is. Days and months are UTC, as in the providers' bills."""

import datetime as dt

from django.conf import settings

FIRST_YEAR, LAST_YEAR = 2000, 2999


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Today in UTC, or the day that CHARGEBACK_TODAY pins for replaying an old bill."""
    return settings.TODAY or now().date()


def month_start(day: dt.date) -> dt.date:
    """The first day of the month that holds `day`."""
    return day.replace(day=1)


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after the one that holds `day`: the exclusive end of that month."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The first day of the month `months` after (or, negative, before) the one that holds `day`."""
    index = day.year * 12 + day.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def parse_month(text: str) -> dt.date:
    """The first day of a month written YYYY-MM. Raises ValueError with one sentence that says the form."""
    try:
        month = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise ValueError(f"{text!r} is not a month; write it as YYYY-MM, for example 2026-10.") from None
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise ValueError(f"{text!r} is no month of a cloud bill; write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return month


def days_between(start: dt.date, end: dt.date) -> list[dt.date]:
    """Every day from `start` up to, not including, `end`."""
    return [start + dt.timedelta(days=n) for n in range((end - start).days)]
