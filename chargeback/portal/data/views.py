"""The pages of sources, pulls and jobs: finance and admins read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chargeback.clock import month_start, now, today
from chargeback.sources.window import WindowError

from .. import access
from . import page, words
from .asked import days_asked, jobs_asked, pulls_asked


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    health = access.data_health_for(request.user, now(), today())
    covered, keys = access.newest_coverage_for(request.user), access.used_keys_for(request.user)
    shown = page.data_page(health, covered, keys, request.GET, today())
    return render(request, "data/health.html", shown | rights(request))


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    health = access.source_for(request.user, slug, now(), today())
    shown = page.source_page(health, request.GET, today())
    return render(request, "data/source.html", shown | price_of(request, slug))


@require_safe
def price(request: HttpRequest, slug: str) -> HttpResponse:
    """What a pull of the days asked for would cost, with the button that starts it."""
    source = access.source_named_for(request.user, slug)
    return render(request, "data/price.html", {"source": source} | price_of(request, slug))


def price_of(request: HttpRequest, slug: str) -> dict[str, object]:
    """The price of the days in the address, this month to date where there are none; a sentence where it has none."""
    first, last = request.GET.get("first", str(month_start(today()))), request.GET.get("last", str(today()))
    budget, asked = access.budget_for(request.user, slug, now()), {"first_asked": first, "last_asked": last}
    try:
        start, end = days_asked(first, last)
        found = access.pull_price_for(request.user, slug, start, end, today())
    except WindowError as error:
        return rights(request) | asked | {"refusal": str(error)}
    return rights(request) | asked | page.price_part(found, budget)


@require_safe
def backfill(request: HttpRequest, slug: str) -> HttpResponse:
    found = access.backfill_for(request.user, slug, now(), today())
    return render(request, "data/backfill.html", page.backfill_page(found, request.GET) | rights(request))


def rights(request: HttpRequest) -> dict[str, object]:
    """What the reader may do, beyond reading."""
    return {"can_pull": access.can_pull(request.user), "can_work": access.can_work(request.user)}


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
    shown = {"job": found, "help": words.JOB, **rights(request)}
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "data/job.html", shown)
    response = render(request, "job.html", shown)
    if not found.is_open:
        response["HX-Refresh"] = "true"
    return response
