"""What a digest tells of sources and work: what failed, what is stale."""

import datetime as dt
from collections.abc import Iterator

from chargeback.costs.freshness import SourceFreshness, freshness
from chargeback.jobs.models import Job

from .figures import Point, Section
from .words import plain

LISTED = 10
WHOLE = 600
STALE_AFTER = dt.timedelta(hours=36)


def data_sections(since: dt.datetime, now: dt.datetime, day: dt.date) -> Iterator[Section]:
    """The sections about sources and work that have something to tell, in order."""
    if points := tuple(sources_in_trouble(now)):
        yield Section("Sources", points[:LISTED], len(points[LISTED:]))
    if points := tuple(failed_work(since)):
        yield Section("Work that failed", points[:LISTED], len(points[LISTED:]))


def sources_in_trouble(now: dt.datetime) -> Iterator[Point]:
    for source in freshness(now):
        if source.source.is_enabled and (sentence := trouble(source, now)):
            yield Point(plain(sentence, WHOLE))


def trouble(source: SourceFreshness, now: dt.datetime) -> str:
    """What is wrong with the source's data; empty when nothing is."""
    name = source.source.name
    if source.error:
        return f"{name}: the last pull was refused, the old data is kept. {source.error}"
    if source.last_stored is None or source.last_stored.finished_at is None:
        return f"{name}: nothing was pulled yet."
    if now - source.last_stored.finished_at > STALE_AFTER:
        return f"{name}: nothing was pulled since {source.last_stored.finished_at:%d %b %Y, %H:%M} UTC."
    return ""


def failed_work(since: dt.datetime) -> Iterator[Point]:
    """Jobs that have failed since then; pulls are told with their source."""
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gte=since).exclude(kind="pull")
    for job in failed.order_by("-finished_at", "-pk"):
        yield Point(plain(f"{job.kind} {job.slot}: {job.error}", WHOLE))
