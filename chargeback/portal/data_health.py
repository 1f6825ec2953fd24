"""What the Data page tells: how fresh each source is, what is being done now, what was pulled last."""

import datetime as dt
from dataclasses import dataclass

from chargeback.costs.freshness import SourceFreshness, freshness
from chargeback.costs.pull_history import PullFacts, PullsAsked, pulls_found
from chargeback.jobs.history import JobFacts, failed_jobs, open_jobs

PULLS, FAILED_JOBS = 5, 5


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source and one word for it: fresh, stale (not pulled for more than a day and a half), refused, missing."""

    freshness: SourceFreshness
    state: str


@dataclass(frozen=True, slots=True)
class DataHealth:
    sources: tuple[SourceState, ...]
    open_jobs: tuple[JobFacts, ...]
    failed_jobs: tuple[JobFacts, ...]
    pulls: tuple[PullFacts, ...]


STALE_AFTER = dt.timedelta(hours=36)


def data_health(now: dt.datetime) -> DataHealth:
    return DataHealth(
        sources=tuple(SourceState(source, state(source, now)) for source in freshness(now)),
        open_jobs=open_jobs(),
        failed_jobs=failed_jobs(FAILED_JOBS),
        pulls=pulls_found(PullsAsked()).pulls[:PULLS],
    )


def state(source: SourceFreshness, now: dt.datetime) -> str:
    if source.error:
        return "refused"
    if source.last_stored is None:
        return "missing"
    looked = source.last_looked.finished_at if source.last_looked else None
    return "stale" if looked is None or now - looked > STALE_AFTER else "fresh"
