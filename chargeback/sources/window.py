"""The days a pull covers, checked before anything is asked."""

import datetime as dt
from dataclasses import dataclass

from chargeback.clock import add_months, days_between, next_month

MONTHS_OF_HISTORY = 13  # full months before the current one; AWS refuses older days unless more is switched on


class WindowError(ValueError):
    """The days cannot be pulled; the message says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` up to, not including, `end`."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> list[dt.date]:
        return days_between(self.start, self.end)


def read_window(start: str, end: str, today: dt.date) -> Window:
    """The window between two dates written YYYY-MM-DD. Raises WindowError."""
    return check_window(read_day(start), read_day(end), today)


def read_day(text: str) -> dt.date:
    """The day written YYYY-MM-DD. Raises WindowError."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise WindowError(f"{text!r} is not a day; write it as YYYY-MM-DD, for example 2026-10-01.") from None


def check_window(start: dt.date, end: dt.date, today: dt.date) -> Window:
    """The days of the window that have begun. Raises WindowError for days that no provider can answer.

    The end may lie as far as the first of next month, so that a whole open month can be asked for.
    """
    if start > end:
        raise WindowError(f"The start {start} lies after the end {end}; swap them.")
    if start > today:
        raise WindowError(f"The start {start} lies in the future; today is {today} (UTC).")
    if start == end:
        raise WindowError(
            f"The window is empty. The end is exclusive: for the day {start} alone write {next_day(start)} as the end."
        )
    if end > next_month(today):
        raise WindowError(
            f"The end {end} lies past the beginning of next month; the last possible end is {next_month(today)}."
        )
    if start < (first := first_day(today)):
        raise WindowError(
            f"The start {start} is older than the 14 months AWS keeps; "
            f"the first month that can be pulled is {first:%Y-%m}, so start at {first} or later."
        )
    return Window(start, min(end, next_day(today)))


def first_day(today: dt.date) -> dt.date:
    """The oldest day that can be pulled."""
    return add_months(today, -MONTHS_OF_HISTORY)


def next_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)
