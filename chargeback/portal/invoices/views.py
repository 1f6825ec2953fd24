"""The provider's invoice: compare it, enter it, name what lies between."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.invoices.entering import InvoiceRefusedError

from .. import access
from .page import invoice_page


@require_safe
def invoice(request: HttpRequest, month: dt.date) -> HttpResponse:
    found = access.tie_out_for(request.user, month, request.GET.get("currency", ""))
    sources, can_add = access.invoiced_sources_for(request.user), access.can_add_invoice(request.user)
    return render(
        request, "invoices/invoice.html", {"month": month, **invoice_page(found, request.GET, sources, can_add)}
    )


@require_POST
def add(request: HttpRequest, month: dt.date) -> HttpResponse:
    currency = request.POST.get("currency", "")
    try:
        messages.success(request, access.add_invoice_for(request.user, month, request.POST.dict(), currency))
    except InvoiceRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("invoice", args=[month]) + (f"?currency={currency}" if currency.isalpha() else ""))
