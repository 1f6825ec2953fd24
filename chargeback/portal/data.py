"""The Data page: sources, pulls and the work behind them; "pull now" for admins."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import month_start, now, today
from chargeback.costs.tasks import queue_pull
from chargeback.sources.window import WindowError, next_day, read_day

from . import access
from .pull_table import pull_table


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    health = access.data_health_for(request.user, now())
    day = today()
    window = {"first": month_start(day), "last": day}
    page = {"health": health, "table": pull_table(health.pulls, request.GET), "window": window}
    return render(request, "data.html", {**page, "can_pull": access.can_pull(request.user)})


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


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of a job, asked for every two seconds; the page is made anew when the job has ended."""
    found = access.job_for(request.user, pk)
    response = render(request, "job.html", {"job": found})
    if not found.is_open:
        response["HX-Refresh"] = "true"
    return response
