"""The provider's invoice: compare it, enter it, name what lies between."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now
from chargeback.invoices.entering import InvoiceRefusedError

from .. import access
from .page import invoice_page

WRITTEN = ("number", "source", "issued_on", "amount", "kind", "text", "reason")
LONGEST = 500


@require_safe
def invoice(request: HttpRequest, month: dt.date) -> HttpResponse:
    found = access.tie_out_for(request.user, month, request.GET.get("currency", ""))
    sources, can_set = access.invoiced_sources_for(request.user), access.can_set_tolerance(request.user)
    page = invoice_page(found, request.GET, sources, access.can_add_invoice(request.user), can_set)
    return render(request, "invoices/invoice.html", {"month": month, **page})


@require_POST
def add(request: HttpRequest, month: dt.date) -> HttpResponse:
    def enter(currency: str) -> str:
        return access.add_invoice_for(request.user, month, request.POST.dict(), currency)

    return done(request, month, enter, "item" if request.POST.get("kind") else "invoice")


@require_POST
def tolerance(request: HttpRequest, month: dt.date) -> HttpResponse:
    def change(currency: str) -> str:
        return access.set_tolerance_for(request.user, month, request.POST.dict(), now(), currency)

    return done(request, month, change, "tolerance")


def done(request: HttpRequest, month: dt.date, act: Callable[[str], str], form: str) -> HttpResponse:
    """Does it and says so, or says in one sentence why not, and the form keeps what was written."""
    currency = request.POST.get("currency", "")
    query = {"currency": currency} if currency.isalpha() else {}
    try:
        messages.success(request, act(currency))
    except InvoiceRefusedError as refusal:
        messages.error(request, str(refusal))
        query |= {"form": form} | {name: request.POST[name][:LONGEST] for name in WRITTEN if request.POST.get(name)}
    return redirect(reverse("invoice", args=[month]) + (f"?{urlencode(query)}" if query else ""))
