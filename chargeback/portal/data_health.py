"""What the Data page tells: how fresh each source is, what is being done now, what was pulled last."""

import datetime as dt
from dataclasses import dataclass

from chargeback.costs.freshness import SourceFreshness, freshness
from chargeback.costs.models import Pull
from chargeback.jobs.models import Job

PULLS, FAILED_JOBS = 20, 5


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source and one word for it: fresh, stale (not pulled for more than a day and a half), refused, missing."""

    freshness: SourceFreshness
    state: str


@dataclass(frozen=True, slots=True)
class DataHealth:
    sources: tuple[SourceState, ...]
    open_jobs: tuple[Job, ...]
    failed_jobs: tuple[Job, ...]
    pulls: tuple[Pull, ...]


STALE_AFTER = dt.timedelta(hours=36)


def data_health(now: dt.datetime) -> DataHealth:
    jobs = Job.objects.order_by("-created_at", "-pk")
    open_states = [Job.State.QUEUED, Job.State.RUNNING]
    return DataHealth(
        sources=tuple(SourceState(source, state(source, now)) for source in freshness(now)),
        open_jobs=tuple(jobs.filter(state__in=open_states)),
        failed_jobs=tuple(jobs.filter(state=Job.State.FAILED)[:FAILED_JOBS]),
        pulls=tuple(Pull.objects.select_related("source").order_by("-started_at", "-pk")[:PULLS]),
    )


def state(source: SourceFreshness, now: dt.datetime) -> str:
    if source.error:
        return "refused"
    if source.last_stored is None:
        return "missing"
    looked = source.last_looked.finished_at if source.last_looked else None
    return "stale" if looked is None or now - looked > STALE_AFTER else "fresh"
