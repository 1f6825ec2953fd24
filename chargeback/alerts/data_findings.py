"""What a digest tells of sources and work: what failed, what is stale, which budget is used up."""

import datetime as dt
from collections.abc import Iterator

from chargeback.costs.freshness import freshness
from chargeback.costs.trouble import trouble_of
from chargeback.jobs.history import failed_jobs

from .figures import Point, Section
from .words import plain

LISTED = 10
WHOLE = 600


def data_sections(since: dt.datetime, now: dt.datetime, day: dt.date) -> Iterator[Section]:
    """The sections about sources and work that have something to tell, in order."""
    if points := tuple(sources_in_trouble(now, day)):
        yield Section("Sources", points[:LISTED], len(points[LISTED:]))
    if points := tuple(failed_work(since)):
        yield Section("Work that failed", points, page="jobs")


def sources_in_trouble(now: dt.datetime, day: dt.date) -> Iterator[Point]:
    for source in freshness(now, day):
        if sentence := trouble_of(source):
            what_to_do = source.last_pull.what_to_do if source.error and source.last_pull else ""
            yield Point(plain(sentence, WHOLE), plain(what_to_do, WHOLE))


def failed_work(since: dt.datetime) -> Iterator[Point]:
    """Jobs that have failed since then and were not done since; pulls are told with their source."""
    for job in failed_jobs(since, LISTED):
        if job.kind != "pull":
            yield Point(plain(f"{job.kind.capitalize()} {job.slot}: {job.error}", WHOLE))
