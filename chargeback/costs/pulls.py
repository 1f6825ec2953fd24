"""A pull, from the question to stored records.

source, window -> fetch       all costs and daily totals of the window     chargeback.sources
               -> balanced    refused unless they add up                   control.py
               -> store       one transaction replaces the window          store.py
The Pull row is written first and keeps how it ended. Whatever is refused leaves the stored data as it was.
"""

import datetime as dt
from collections.abc import Callable

from chargeback.jobs.locks import held
from chargeback.jobs.models import Job
from chargeback.sources import cost_explorer
from chargeback.sources.batch import Fetch, Progress, Report
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window

from .control import balanced
from .models import Pull, Source
from .store import store

FETCHES: dict[str, Fetch] = {Source.Kind.COST_EXPLORER: cost_explorer.fetch}


class PullBusyError(Exception):
    """Another pull of this source is running; the provider is asked one thing at a time."""


def pull(
    source: Source,
    window: Window,
    clock: Callable[[], dt.datetime],
    report: Report,
    job: Job | None = None,
    fetch: Fetch | None = None,
) -> Pull:
    """The stored pull. The window's records add up to the provider's totals, day by day.

    Raises PullBusyError without a trace, and SourceError or whatever else went wrong with the pull kept as refused
    and the stored costs untouched.
    """
    with held(f"pull:{source.pk}") as mine:
        if not mine:
            raise PullBusyError(f"Another pull of {source.slug} is running; wait until it has ended.")
        end_abandoned(source, clock())
        row = Pull.objects.create(source=source, job=job, start=window.start, end=window.end, started_at=clock())
        try:
            fetch_and_store(row, window, clock, report, fetch or FETCHES[source.kind])
        except BaseException as error:  # Ctrl-C too
            refuse(row, error, clock())
            raise
    return row


def fetch_and_store(row: Pull, window: Window, clock: Callable[[], dt.datetime], report: Report, fetch: Fetch) -> None:
    def counted(progress: Progress) -> None:
        if progress.requests != row.requests:  # each costs money, also when the worker is killed at the next one
            row.requests = progress.requests
            Pull.objects.filter(pk=row.pk).update(requests=row.requests)
        report(progress)

    batch = balanced(fetch(window, (row.source.tag_keys or [""])[0], counted))
    report(Progress(len(window.days), len(window.days), row.requests))
    store(row, batch, clock())


def refuse(row: Pull, error: BaseException, now: dt.datetime) -> None:
    sentence = str(error) if isinstance(error, SourceError) else f"The pull was broken off ({type(error).__name__})."
    ended = {"state": Pull.State.REFUSED, "error": sentence, "finished_at": now, "requests": row.requests}
    Pull.objects.filter(pk=row.pk).update(**ended)


def end_abandoned(source: Source, now: dt.datetime) -> None:
    """Who holds the source's lock knows that pulls still called running have lost their worker."""
    lost = Pull.objects.filter(source=source, state=Pull.State.RUNNING)
    lost.update(state=Pull.State.REFUSED, error="The worker was stopped in the middle of the pull.", finished_at=now)
