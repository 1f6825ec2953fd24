"""The address of a history <-> what it asks for. Whatever it says is a question, never an error."""

import datetime as dt

from django.http import QueryDict

from chargeback.costs.pull_history import PullsAsked
from chargeback.jobs.history import JobsAsked

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
