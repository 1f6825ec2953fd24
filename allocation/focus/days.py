"""Days and months in files: dates and moments as text -> the UTC day."""

import datetime as dt
from functools import lru_cache

from .refusals import FocusError


@lru_cache(maxsize=10_000)
def day_of(text: str, column: str) -> dt.date:
    """The UTC day of a date or moment. Raises ValueError with a sentence that names the column."""
    try:
        moment = dt.datetime.fromisoformat(text.strip().removesuffix(" UTC"))
        return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise ValueError(
            f"{column} is {text[:40]!r}; write a day as 2026-10-31 or a moment as 2026-10-31T22:00:00Z."
        ) from None


def month_of(text: str) -> dt.date:
    """The first day of a month written YYYY-MM. Raises FocusError."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise FocusError(f"{text!r} is not a month; write it as YYYY-MM, for example 2026-10.") from None
