"""What admins start and stop: pulls, jobs. Each sends back to where it was asked, with one sentence."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chargeback.clock import now
from chargeback.costs.tasks import queue_pull
from chargeback.jobs import queue
from chargeback.sources.window import WindowError, next_day, read_day

from .. import access


@require_POST
def pull_now(request: HttpRequest) -> HttpResponse:
    """Queues the pull of a window of whole days, or says in one sentence why not. Asking twice is one pull."""
    source = access.source_to_pull_for(request.user, request.POST.get("source", ""))
    try:
        first, until = days_asked(request.POST.get("first", ""), request.POST.get("last", ""))
        queue_pull(source, first, until, request.user, now())  # type: ignore[arg-type]
    except WindowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The pull of {source.name} is on its way. Its month is calculated afterwards.")
    return redirect("data")


def days_asked(first: str, last: str) -> tuple[dt.date, dt.date]:
    """The first day and the day after the last one: people count the last day in, providers do not."""
    start, end = read_day(first), read_day(last)
    if end < start:
        raise WindowError(f"The last day {end} lies before the first day {start}; swap them.")
    return start, next_day(end) if end < dt.date.max else end


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return change_job(request, pk, queue.cancel, "is cancelled; a running one stops at its next request.")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    return change_job(request, pk, queue.retry, "is queued again.")


def change_job(request: HttpRequest, pk: int, change: Callable[..., None], done: str) -> HttpResponse:
    job = access.job_to_change_for(request.user, pk)
    try:
        change(job, now())
    except queue.JobStateError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The job {job.slot} {done}")
    return redirect("job", pk)
