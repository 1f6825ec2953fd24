"""Two pages beside a source's form: the test of its connection, and its history with the price of a backfill."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.sources.cost_explorer import policy

from .backfill import plan_backfill, queue_backfill
from .breakdowns import breakdown_of
from .budget import budget_of, in_numbers
from .connections import KIND, last_findings, queue_check
from .models import Source

RELOAD = "3"  # seconds; the administration has no script of ours


def connection_page(request: HttpRequest, source: Source, frame: dict[str, Any]) -> HttpResponse:
    """What the last test found, and the policy that is needed; POST tests again."""
    address = reverse("admin:costs_source_connection", args=[source.pk])
    if request.method == "POST":
        queue_check(source, request.user, clock.now())  # type: ignore[arg-type]
        return HttpResponseRedirect(address)
    job = Job.objects.filter(kind=KIND, arguments__source=source.slug).first()
    page = {
        "title": f"Connection of {source.name}",
        "findings": last_findings(source),
        "job": job,
        "policy": json.dumps(policy(breakdown_of(source, load_rulebook())), indent=2),
    }
    answer = TemplateResponse(request, "admin/costs/source/connection.html", frame | page)
    if job and job.is_open:
        answer["Refresh"] = f"{RELOAD}; url={address}"
    return answer


def backfill_page(request: HttpRequest, source: Source, frame: dict[str, Any]) -> HttpResponse:
    """The months of the history, what a backfill of them costs and what fits the budget; POST queues it."""
    now = clock.now()
    backfill = plan_backfill(source, source.history_months, now, clock.today())
    if request.method == "POST":
        queued = queue_backfill(backfill, request.user, now)  # type: ignore[arg-type]
        messages.success(request, f"{len(queued)} months are on the work list, the newest first.")
        return HttpResponseRedirect(reverse("admin:costs_source_backfill", args=[source.pk]))
    jobs = Job.objects.filter(
        kind="pull", arguments__source=source.slug, state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    page = {
        "title": f"History of {source.name}",
        "backfill": backfill,
        "budget": in_numbers(budget_of(source, now)),
        "jobs": list(jobs.order_by("-arguments__start")),
    }
    return TemplateResponse(request, "admin/costs/source/backfill.html", frame | page)
