"""Pulls as frozen values: one of them, or those that a question asks for, newest first."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from chargeback.sources.batch import dollars

from .models import Pull

LISTED = 500


@dataclass(frozen=True, slots=True)
class PullFacts:
    """One pull. Days are from `start` up to, not including, `end`; costs are the provider's totals of them.

    `state_words` says the state to people. `asked_from` and `asked_until` are the days asked in detail, if any.
    `by` is who asked for it; empty: the portal itself.
    """

    pk: int
    source: str
    slug: str
    start: dt.date
    end: dt.date
    state: str
    state_words: str
    trigger: str
    by: str
    job: int | None
    asked_from: dt.date | None
    asked_until: dt.date | None
    because: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    requests: int
    expected_requests: int | None
    records: int
    currency: str
    billed: Decimal | None
    effective: Decimal | None
    error: str
    error_code: str
    what_to_do: str
    answered: tuple[tuple[str, str], ...] = ()
    """Of one pull alone: the requests that the provider answered, by its ids, with what was asked."""

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)


@dataclass(frozen=True, slots=True)
class PullsAsked:
    """Which pulls: of a source (its slug), in a state, begun on these days (UTC, both included). Empty: all."""

    source: str = ""
    state: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PullsFound:
    """At most LISTED pulls, newest first; `count` is of all that were found. `states` are all there can be."""

    pulls: tuple[PullFacts, ...]
    count: int
    states: tuple[tuple[str, str], ...]


def pulls_found(asked: PullsAsked) -> PullsFound:
    found = Pull.objects.all()
    if asked.source:
        found = found.filter(source__slug=asked.source)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.first:
        found = found.filter(started_at__date__gte=asked.first)
    if asked.last:
        found = found.filter(started_at__date__lte=asked.last)
    rows = found.select_related("source", "job__created_by").defer("learnt").order_by("-started_at", "-pk")[:LISTED]
    states = tuple((str(value), str(words)) for value, words in Pull.State.choices)
    return PullsFound(tuple(map(facts, rows)), found.count(), states)


def told(pull: Pull) -> PullFacts:
    """All that is known of one pull."""
    return replace(facts(pull), answered=tuple(pull.answered.values_list("request_id", "asked")))


def facts(pull: Pull) -> PullFacts:
    by = pull.job.created_by if pull.job else None
    return PullFacts(
        pk=pull.pk,
        source=pull.source.name,
        slug=pull.source.slug,
        start=pull.start,
        end=pull.end,
        state=pull.state,
        state_words=pull.get_state_display(),
        trigger=pull.get_trigger_display(),
        by=by.get_full_name() or by.get_username() if by else "",
        job=pull.job_id,
        asked_from=pull.asked_from,
        asked_until=pull.asked_until,
        because=pull.because,
        started_at=pull.started_at,
        finished_at=pull.finished_at,
        requests=pull.requests,
        expected_requests=pull.expected_requests,
        records=pull.records,
        currency=pull.currency,
        billed=pull.billed_cost,
        effective=pull.effective_cost,
        error=pull.error,
        error_code=pull.error_code,
        what_to_do=pull.what_to_do,
    )
