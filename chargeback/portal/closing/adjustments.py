"""Adjustments, and a month as it was known on a day: pages and what can be done there."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now, today
from chargeback.closing.states import ClosingRefusedError
from chargeback.conversation import refused
from chargeback.exports.known_file import known_csv
from chargeback.exports.names import file_name

from .. import access
from ..downloads import download
from .adjustment_page import adjustments_page, day_asked, decision_asked, known_page


@require_safe
def adjustments(request: HttpRequest, month: dt.date) -> HttpResponse:
    stamp, found = access.adjustments_for(request.user, month, request.GET.get("currency", ""))
    page = adjustments_page(stamp, found, request.GET, access.can_decide(request.user))
    return render(request, "closing/adjustments.html", page)


@require_POST
def decide(request: HttpRequest, month: dt.date, pk: int) -> HttpResponse:
    """Decides one and says so, or says in one sentence why not."""
    currency, reason = request.POST.get("currency", ""), request.POST.get("reason", "")
    decision = decision_asked(request.POST.get("decision", ""))
    try:
        done = access.decide_adjustment_for(request.user, month, currency, pk, decision, reason, now())
        messages.success(request, f"The adjustment is {done.state}.")
    except ClosingRefusedError as refusal:
        messages.error(request, refused(refusal, reason))
    return back(month, currency)


@require_POST
def accept(request: HttpRequest, month: dt.date) -> HttpResponse:
    currency = request.POST.get("currency", "")
    try:
        count = access.accept_adjustments_for(request.user, month, currency, now())
        messages.success(request, f"{count} adjustment{'' if count == 1 else 's'} accepted.")
    except ClosingRefusedError as refusal:
        messages.error(request, str(refusal))
    return back(month, currency)


def back(month: dt.date, currency: str) -> HttpResponse:
    return redirect(reverse("adjustments", args=[month]) + (f"?currency={currency}" if currency.isalpha() else ""))


@require_safe
def known(request: HttpRequest, month: dt.date) -> HttpResponse:
    on = day_asked(request.GET.get("on", ""), today())
    stamp, found = access.known_for(request.user, month, on, request.GET.get("currency", ""))
    return render(request, "closing/known.html", known_page(stamp, found, on, request.GET))


@require_safe
def known_export(request: HttpRequest, month: dt.date) -> HttpResponse:
    on = day_asked(request.GET.get("on", ""), today())
    stamp, found = access.known_for(request.user, month, on, request.GET.get("currency", ""))
    return download(known_csv(stamp, found), file_name("known", str(on), month, stamp.currency, "csv"))
