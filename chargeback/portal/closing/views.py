"""The close of a month: its page, what can be done there, and whether a checksum is genuine."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now, today
from chargeback.closing.states import ClosingRefusedError
from chargeback.conversation import refused

from .. import access
from .page import check_page, close_page, number_asked

DONE = {
    "send": "The month is in review. A second person looks at it next.",
    "take-back": "The month is open again.",
    "review": "Your review is written down.",
    "override": "Overridden; the reason stays with the month.",
    "limit": "The limit of unallocated cost is changed, for this and all later closes.",
    "ask-to-reopen": "Asked. A second person has to approve it.",
    "reopen": "The month is open again. Its issued statements stay as they are until it is closed anew.",
    "decline": "Declined. The month stays closed.",
}


@require_safe
def close(request: HttpRequest, month: dt.date) -> HttpResponse:
    figures = access.close_figures_for(request.user, month, now(), today(), request.GET.get("currency", ""))
    return render(request, "closing/close.html", close_page(figures, access.closing_rights(request.user), request.GET))


@require_POST
def act(request: HttpRequest, month: dt.date, action: str) -> HttpResponse:
    """Does it and says so, or says in one sentence why not."""
    currency = request.POST.get("currency", "")
    try:
        messages.success(request, do(request, month, action, currency))
    except ClosingRefusedError as refusal:
        messages.error(request, refused(refusal, request.POST.get("reason", "")))
    return redirect(reverse("close", args=[month]) + (f"?currency={currency}" if currency.isalpha() else ""))


def do(request: HttpRequest, month: dt.date, action: str, currency: str) -> str:
    user, said, at = request.user, request.POST.get("reason", ""), now()
    run = number_asked(request.POST.get("run", ""))
    if action == "issue":
        closing = access.close_for(user, month, currency, run, said, at, today())
        return f"Closed. Version {closing.version} of the statements is issued."
    if action == "override":
        access.override_for(user, month, currency, request.POST.get("check", ""), said, at, today())
    elif action == "limit":
        access.set_unallocated_limit_for(user, month, currency, request.POST.get("percent", ""), said)
    elif action == "review":
        access.review_for(user, month, currency, run, said, at)
    elif action in ("reopen", "decline"):
        access.decide_reopening_for(user, month, currency, action == "reopen", at)
    else:
        STEPS[action](user, month, currency, said, at)
    return DONE[action]


STEPS = {
    "send": access.send_to_review_for,
    "take-back": access.take_back_for,
    "ask-to-reopen": access.ask_to_reopen_for,
}


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("sum", "")[:200]
    return render(request, "closing/check.html", check_page(text, access.verdict_for(request.user, text)))
