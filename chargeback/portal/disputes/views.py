"""Disputes: the list, one with its steps, raising one, taking a step."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now
from chargeback.disputes.stepping import DisputeRefusedError

from .. import access
from ..lines.asked import explained_selection
from .page import dispute_page, disputes_page

LONGEST_QUERY = 600


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    return render(request, "disputes/disputes.html", disputes_page(access.disputes_for(request.user), request.GET))


@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.dispute_for(request.user, pk)
    actions = access.dispute_actions_for(request.user, found)
    return render(request, "disputes/dispute.html", dispute_page(found, actions))


@require_POST
def raise_dispute(request: HttpRequest, month: dt.date, team: str, what: str) -> HttpResponse:
    """Raises a dispute of the amount that the address means, as on the page that explains it."""
    query, text = request.GET.urlencode()[:LONGEST_QUERY], request.POST.get("text", "")
    selection, currency = explained_selection(request.GET), request.GET.get("currency", "")
    try:
        pk = access.raise_dispute_for(request.user, month, team, what, selection, query, text, now(), currency)
    except DisputeRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("disputes")
    messages.success(request, f"Dispute {pk} is raised; finance is told.")
    return redirect("dispute", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        access.step_for(request.user, pk, request.POST.get("action", ""), request.POST.get("text", ""), now())
    except DisputeRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("dispute", pk)
