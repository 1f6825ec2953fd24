"""The audit log: read it, take it away, check it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chargeback.clock import now, today
from chargeback.exports.audit_files import audit_csv

from .. import access
from ..downloads import download
from .asked import entries_asked
from .page import audit_page


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    asked = entries_asked(request.GET)
    state, entries = access.audit_for(request.user, asked)
    return render(request, "audit/audit.html", audit_page(state, entries, asked, request.GET))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    entries = access.exported_audit_for(request.user, entries_asked(request.GET))
    return download(audit_csv(entries), f"audit-log_{today()}.csv")


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    found = access.check_audit_for(request.user, now())
    for problem in found.problems[:5]:
        messages.error(request, problem)
    if not found.problems:
        messages.success(request, f"{found.entries} entries in {found.blocks} blocks checked: nothing was changed.")
    return redirect("audit")
