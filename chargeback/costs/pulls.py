"""A pull, from the question to stored records.

source, window -> control     what each day cost in all                    chargeback.sources
               -> survey      what occurs in the window
               -> plan_of     the questions that add up to the bill
               -> fetch       all costs of the window
               -> balanced    refused unless they add up to the totals     control.py
               -> store       one transaction replaces the window          store.py
The Pull row is written first and keeps how it ended. Whatever is refused leaves the stored data as it was.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings

from chargeback.jobs.locks import held
from chargeback.jobs.models import Job
from chargeback.sources.aws_calls import PATIENCE, OnRequest, Patience
from chargeback.sources.batch import Access, Breakdown, CostBatch, Progress, Report
from chargeback.sources.cost_explorer import connect, control, fetch, plan_of, survey
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window

from .control import balanced
from .models import Pull, Source
from .store import store


class PullBusyError(Exception):
    """Another pull of this source is running; the provider is asked one thing at a time."""


def pull(
    source: Source,
    window: Window,
    clock: Callable[[], dt.datetime],
    report: Report,
    job: Job | None = None,
    patience: Patience | None = None,
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
            fetch_and_store(row, window, clock, report, patience or patience_of_settings())
        except BaseException as error:  # Ctrl-C too
            refuse(row, error, clock())
            raise
    return row


def patience_of_settings() -> Patience:
    return replace(PATIENCE, per_second=settings.COST_EXPLORER_RATE)


def access_of(source: Source) -> Access:
    return Access(source.payer_account, source.role_arn, source.external_id)


def breakdown_of(source: Source) -> Breakdown:
    return Breakdown(tag_keys=tuple(source.tag_keys[:1]))


def fetch_and_store(
    row: Pull, window: Window, clock: Callable[[], dt.datetime], report: Report, patience: Patience
) -> None:
    def counted(requests: int, share: float) -> None:
        row.requests = requests  # each costs money, also when the worker is killed at the next one
        Pull.objects.filter(pk=row.pk).update(requests=requests)
        report(Progress(int(share * len(window.days)), len(window.days), requests))

    batch = balanced(fetched(row.source, window, counted, patience))
    report(Progress(len(window.days), len(window.days), row.requests))
    store(row, batch, clock())


def fetched(source: Source, window: Window, on_request: OnRequest, patience: Patience) -> CostBatch:
    breakdown = breakdown_of(source)
    with connect(access_of(source), on_request, patience) as talk:
        totals = control(talk, breakdown, window)
        plan = plan_of(survey(talk, breakdown, window, totals), breakdown, window)
        return fetch(talk, plan, breakdown, window, totals)


def refuse(row: Pull, error: BaseException, now: dt.datetime) -> None:
    sentence = str(error) if isinstance(error, SourceError) else f"The pull was broken off ({type(error).__name__})."
    ended = {"state": Pull.State.REFUSED, "error": sentence, "finished_at": now, "requests": row.requests}
    Pull.objects.filter(pk=row.pk).update(**ended)


def end_abandoned(source: Source, now: dt.datetime) -> None:
    """Who holds the source's lock knows that pulls still called running have lost their worker."""
    lost = Pull.objects.filter(source=source, state=Pull.State.RUNNING)
    lost.update(state=Pull.State.REFUSED, error="The worker was stopped in the middle of the pull.", finished_at=now)
