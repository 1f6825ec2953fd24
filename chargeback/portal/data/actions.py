"""What admins start and stop: pulls, jobs. Each sends back to where it was asked, with one sentence."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from chargeback.clock import now, today
from chargeback.costs.backfill import queue_backfill
from chargeback.costs.tag_tasks import queue_tag_list
from chargeback.costs.tasks import queue_pull
from chargeback.jobs import queue
from chargeback.sources.window import WindowError

from .. import access
from .asked import days_asked


@require_POST
def pull_now(request: HttpRequest) -> HttpResponse:
    """Queues the pull of a window of whole days, or says in one sentence why not. Asking twice is one pull."""
    source = access.source_to_pull_for(request.user, request.POST.get("source", ""))
    try:
        first, until = days_asked(request.POST.get("first", ""), request.POST.get("last", ""))
        is_full = request.POST.get("full") == "on"
        queue_pull(source, first, until, request.user, now(), is_full=is_full)  # type: ignore[arg-type]
    except WindowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"The pull of {source.name} is on its way. Its month is calculated afterwards.")
    return redirect("source", source.slug)


@require_POST
def backfill(request: HttpRequest, slug: str) -> HttpResponse:
    """Queues the pull of each month of the source's history that is missing."""
    source = access.source_to_pull_for(request.user, slug)
    plan = access.backfill_for(request.user, slug, now(), today())
    jobs = queue_backfill(plan, request.user, now())  # type: ignore[arg-type]
    if jobs:
        messages.success(request, f"{len(jobs)} months of {source.name} are on their way, the newest first.")
    else:
        messages.info(request, f"Nothing is missing: every month of {source.name} is stored or closed.")
    return redirect("source", slug)


@require_POST
def list_tags(request: HttpRequest, slug: str) -> HttpResponse:
    """Queues the question which tag keys are active; it is one request."""
    source = access.source_to_pull_for(request.user, slug)
    queue_tag_list(source, request.user, now())  # type: ignore[arg-type]
    messages.success(request, f"The tag keys of {source.name} are being asked for.")
    return redirect("source", slug)


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
