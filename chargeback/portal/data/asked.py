"""The address of a history <-> what it asks for. Whatever it says is a question, never an error."""

import datetime as dt

from django.http import QueryDict

from chargeback.costs.pull_history import PullsAsked
from chargeback.jobs.history import JobsAsked
from chargeback.sources.window import WindowError, next_day, read_day

LONGEST = 200


def pulls_asked(query: QueryDict) -> PullsAsked:
    return PullsAsked(
        source=word(query, "source"), state=word(query, "state"), first=day(query, "first"), last=day(query, "last")
    )


def jobs_asked(query: QueryDict) -> JobsAsked:
    return JobsAsked(kind=word(query, "kind"), state=word(query, "state"), words=word(query, "q"))


def word(query: QueryDict, name: str) -> str:
    return query.get(name, "")[:LONGEST].strip()


def day(query: QueryDict, name: str) -> dt.date | None:
    """The day written YYYY-MM-DD; None for none and for what is no day."""
    try:
        return dt.date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None


def days_asked(first: str, last: str) -> tuple[dt.date, dt.date]:
    """The first day and the day after the last one: people count the last day in, providers do not."""
    start, end = read_day(first), read_day(last)
    if end < start:
        raise WindowError(f"The last day {end} lies before the first day {start}; swap them.")
    return start, next_day(end) if end < dt.date.max else end
