"""Jobs as frozen values: one of them, or those that a question asks for, newest first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from .models import Job

LISTED = 500


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One piece of work. `by` is who asked for it; empty: the portal itself."""

    pk: int
    kind: str
    slot: str
    arguments: Mapping[str, str]
    state: str
    state_words: str
    is_open: bool
    can_retry: bool
    attempts: int
    progress_done: int
    progress_total: int
    message: str
    error: str
    by: str
    created_at: dt.datetime
    due_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None

    @property
    def took(self) -> dt.timedelta | None:
        """How long the last attempt took; None while there is none that has ended."""
        return self.finished_at - self.started_at if self.finished_at and self.started_at else None


@dataclass(frozen=True, slots=True)
class JobsAsked:
    """Which jobs: of a kind, in a state, with these words in slot, message or error. Empty: all."""

    kind: str = ""
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class JobsFound:
    """At most LISTED jobs, newest first; `count` is of all that were found. Kinds and states are all there are."""

    jobs: tuple[JobFacts, ...]
    count: int
    kinds: tuple[str, ...]
    states: tuple[tuple[str, str], ...]


def jobs_found(asked: JobsAsked) -> JobsFound:
    found = Job.objects.all()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    for word in asked.words.split():
        found = found.filter(Q(slot__icontains=word) | Q(message__icontains=word) | Q(error__icontains=word))
    rows = found.select_related("created_by").order_by("-created_at", "-pk")[:LISTED]
    kinds = Job.objects.order_by("kind").values_list("kind", flat=True).distinct()
    states = tuple((str(value), str(words)) for value, words in Job.State.choices)
    return JobsFound(tuple(map(facts, rows)), found.count(), tuple(kinds), states)


def open_jobs() -> tuple[JobFacts, ...]:
    """What is queued or running, newest first."""
    found = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).select_related("created_by")
    return tuple(map(facts, found.order_by("-created_at", "-pk")[:LISTED]))


def failed_jobs(since: dt.datetime, count: int) -> tuple[JobFacts, ...]:
    """The last jobs that have failed since then, unless the same work was queued, is running or went well later."""
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=since)
    later = Job.objects.filter(slot=OuterRef("slot"), created_at__gt=OuterRef("created_at"))
    found = failed.exclude(Exists(later.exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED])))
    return tuple(map(facts, found.select_related("created_by").order_by("-created_at", "-pk")[:count]))


def facts(job: Job) -> JobFacts:
    by = job.created_by
    return JobFacts(
        pk=job.pk,
        kind=job.kind,
        slot=job.slot,
        arguments=job.arguments,
        state=job.state,
        state_words=job.get_state_display(),
        is_open=job.is_open,
        can_retry=job.state in (Job.State.FAILED, Job.State.CANCELLED),
        attempts=job.attempts,
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        message=job.message,
        error=job.error,
        by=by.get_full_name() or by.get_username() if by else "",
        created_at=job.created_at,
        due_at=job.due_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )
