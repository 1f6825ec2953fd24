"""How the data stands: every source, what is being done, what was pulled last; and one source in full."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from chargeback.jobs.history import JobFacts, failed_jobs, open_jobs

from .freshness import SourceFreshness, freshness, of_source
from .models import Source
from .pull_history import PullFacts, PullsAsked, pulls_found
from .tag_keys import UsedKey

PULLS, FAILED_JOBS = 5, 5
A_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DataHealth:
    """All sources by name; work under way and the last that failed within a week; the last pulls, newest first."""

    sources: tuple[SourceFreshness, ...]
    open_jobs: tuple[JobFacts, ...]
    failed_jobs: tuple[JobFacts, ...]
    pulls: tuple[PullFacts, ...]


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source in full. `keys` are those in use there; jobs are its own."""

    freshness: SourceFreshness
    keys: tuple[UsedKey, ...]
    open_jobs: tuple[JobFacts, ...]
    pulls: tuple[PullFacts, ...]


def data_health(now: dt.datetime, today: dt.date) -> DataHealth:
    return DataHealth(
        sources=freshness(now, today),
        open_jobs=open_jobs(),
        failed_jobs=failed_jobs(now - A_WEEK, FAILED_JOBS),
        pulls=pulls_found(PullsAsked()).pulls[:PULLS],
    )


def source_health(source: Source, keys: Iterable[UsedKey], now: dt.datetime, today: dt.date) -> SourceHealth:
    return SourceHealth(
        freshness=of_source(source, now, today),
        keys=tuple(used for used in keys if used.source == source.slug),
        open_jobs=tuple(job for job in open_jobs() if job.arguments.get("source") == source.slug),
        pulls=pulls_found(PullsAsked(source=source.slug)).pulls[:PULLS],
    )
