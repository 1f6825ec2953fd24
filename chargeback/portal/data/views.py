"""The pages of sources, pulls and jobs: finance and admins read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chargeback.clock import month_start, now, today

from .. import access
from . import page, tables
from .asked import jobs_asked, pulls_asked


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    health = access.data_health_for(request.user, now())
    day = today()
    window = {"first": month_start(day), "last": day}
    table = tables.pull_table(health.pulls, request.GET, "Last pulls", "Nothing has been pulled yet.")
    shown = {"health": health, "table": table, "window": window, "can_pull": access.can_pull(request.user)}
    return render(request, "data.html", {**shown, "can_work": access.can_work(request.user)})


@require_safe
def pulls(request: HttpRequest) -> HttpResponse:
    asked = pulls_asked(request.GET)
    found, sources = access.pulls_for(request.user, asked), access.sources_for(request.user)
    return render(request, "data/pulls.html", page.pulls_page(found, asked, sources, request.GET))


@require_safe
def pull(request: HttpRequest, pk: int) -> HttpResponse:
    found, changes = access.pull_for(request.user, pk)
    return render(request, "data/pull.html", page.pull_page(found, changes, request.GET))


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    asked = jobs_asked(request.GET)
    return render(request, "data/jobs.html", page.jobs_page(access.jobs_for(request.user, asked), asked, request.GET))


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """A job's page; for htmx, which asks every two seconds, its state alone, and the page anew when it has ended."""
    found = access.job_for(request.user, pk)
    shown = {"job": found, "can_work": access.can_work(request.user)}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "data/job.html", shown)
    response = render(request, "job.html", shown)
    if not found.is_open:
        response["HX-Refresh"] = "true"
    return response
