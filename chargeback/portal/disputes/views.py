"""Disputes: the list, one with its steps, raising one, taking a step."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.billing.selections import Selection
from chargeback.clock import now
from chargeback.conversation import refused
from chargeback.disputes.accepting import Said
from chargeback.disputes.figures import DisputeFacts
from chargeback.disputes.stepping import DisputeRefusedError

from .. import access
from ..lines.asked import explained_selection
from .page import Asked, asked_words, dispute_page, disputes_page, transfer_part


@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    return render(request, "disputes/disputes.html", disputes_page(access.disputes_for(request.user), request.GET))


@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.dispute_for(request.user, pk)
    figures = access.disputed_explanation_for(request.user, found, selection_of(found))
    page = dispute_page(found, access.dispute_actions_for(request.user, found), figures, request.GET)
    page |= access.dispute_rights(request.user, found)
    if page["offers_transfer"]:
        receivers = access.receivers_for(request.user)
        page |= transfer_part(transfer_asked(request, found), receivers, found.currency, request.GET)
    return render(request, "disputes/dispute.html", page)


def selection_of(found: DisputeFacts) -> Selection:
    return explained_selection(QueryDict(found.query))


def transfer_asked(request: HttpRequest, found: DisputeFacts) -> Asked:
    """What the address asks for, worked out; nothing is written."""
    to, amount = request.GET.get("to", ""), request.GET.get("amount", str(found.amount))
    if not to:
        return Asked(to, amount)
    try:
        return asked_words(*access.proposed_transfer_for(request.user, found.pk, to, amount, selection_of(found)))
    except DisputeRefusedError as refusal:
        return Asked(to, amount, refusal=str(refusal))


@require_POST
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts with a credit and a recharge, or says in one sentence why not and keeps who and how much."""
    found, post = access.dispute_for(request.user, pk), request.POST
    to, amount = post.get("to", ""), post.get("amount", "")
    said = Said(post.get("text", ""), post.get("note", ""))
    try:
        access.accept_with_transfer_for(request.user, pk, to, amount, selection_of(found), said, now())
        messages.success(request, "Accepted; the credit and the recharge are on the next statements.")
        return redirect("dispute", pk)
    except DisputeRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('dispute', args=[pk])}?{urlencode({'to': to, 'amount': amount})}")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        access.take_pair_back_for(request.user, pk, request.POST.get("text", ""), now())
        messages.success(request, "The opposite credit and recharge are on the next statements.")
    except DisputeRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("dispute", pk)


@require_POST
def raise_dispute(request: HttpRequest, month: dt.date, team: str, what: str) -> HttpResponse:
    """Raises a dispute of the amount that the address means, as on the page that explains it."""
    query, text = request.GET.urlencode(), request.POST.get("text", "")
    selection, currency = explained_selection(request.GET), request.GET.get("currency", "")
    try:
        pk = access.raise_dispute_for(request.user, month, team, what, selection, query, text, now(), currency)
    except DisputeRefusedError as refusal:
        messages.error(request, refused(refusal, text))
        return redirect("disputes")
    messages.success(request, f"Dispute {pk} is raised; finance is told.")
    return redirect("dispute", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        access.step_for(request.user, pk, request.POST.get("action", ""), text, now())
    except DisputeRefusedError as refusal:
        messages.error(request, refused(refusal, text))
    return redirect("dispute", pk)
