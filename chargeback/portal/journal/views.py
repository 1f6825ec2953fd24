"""The journal of a month: look at it, export it, take an export again."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now
from chargeback.journal.entries import MissingAccountsError

from .. import access
from ..downloads import download
from .page import journal_page


@require_safe
def journal(request: HttpRequest, month: dt.date) -> HttpResponse:
    posting, exports = access.journal_for(request.user, month, request.GET.get("currency", ""))
    shown = journal_page(posting, exports, request.GET, access.can_export_journal(request.user))
    return render(request, "journal/journal.html", {"month": month, **shown})


@require_POST
def export(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Makes the numbered export; the file itself is taken from the page, as often as is liked."""
    template, _, kind = request.POST.get("form", "").partition(":")
    currency = request.POST.get("currency", "")
    try:
        made = access.export_journal_for(request.user, month, template, kind, now(), currency)
    except MissingAccountsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Journal {made.number} is made: {made.total} {made.currency} on each side.")
    return redirect(reverse("journal", args=[month]) + (f"?currency={currency}" if currency.isalpha() else ""))


@require_safe
def journal_file(request: HttpRequest, pk: int) -> HttpResponse:
    made, content = access.journal_file_for(request.user, pk)
    return download(content, made.file_name)
