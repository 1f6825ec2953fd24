"""Unallocated cost: seen, picked, given to somebody by a draft, taken away as a file."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from allocation.drafts import DraftRefusedError
from chargeback.clock import now
from chargeback.exports.csv_files import unallocated_csv
from chargeback.exports.names import file_name

from .. import access
from ..downloads import download
from ..kept_pages import kept_page
from .forms import AssignForm
from .page import everything, picked, shown_rows, unallocated_page, written


@require_http_methods(["GET", "HEAD", "POST"])
@kept_page
def unallocated(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The page; a post of its form makes a draft, or says in one sentence why not and keeps what was written."""
    if request.method == "POST":
        access.require_rule_changer(request.user)
        form = AssignForm(request.POST)
        try:
            return redirect("draft", assigned(request, month, form))
        except DraftRefusedError as refusal:
            messages.error(request, str(refusal))
        return page(request, month, form, written(request.POST))
    return page(request, month, AssignForm(initial={"first": month}), {})


def page(request: HttpRequest, month: dt.date, form: AssignForm, chosen: dict[str, str]) -> HttpResponse:
    user = request.user
    found = access.unallocated_for(user, month, request.GET.get("currency", ""))
    can_change = access.can_change_rules(user)
    table, context = unallocated_page(found, request.GET, can_change, chosen)
    table.guesses = access.guesses_for(user, found.stamp, table.open_rows())
    targets = access.targets_for(user) if can_change else []
    table.claims = access.claims_of_rows_for(user, month, table.open_rows()) if can_change else {}
    return render(request, "unallocated/unallocated.html", {**context, "form": form, "targets": targets})


def assigned(request: HttpRequest, month: dt.date, form: AssignForm) -> int:
    """The id of the new draft. Raises DraftRefusedError."""
    if not form.is_valid():
        raise DraftRefusedError("Write a reason, and a day as YYYY-MM-DD or none at all.")
    currency = request.GET.get("currency", "")
    wanted = picked(request.POST)
    if form.cleaned_data["everything"]:
        wanted = all_that_match(request, month, currency, form.cleaned_data["to"]) | wanted
    said = form.cleaned_data
    return access.assign_for(request.user, month, currency, wanted, said["first"], said["reason"], now()).pk


def all_that_match(request: HttpRequest, month: dt.date, currency: str, to: str) -> dict[str, str]:
    found = access.unallocated_for(request.user, month, currency)
    matching = [row for row in shown_rows(found.rows, request.GET) if row.is_assignable]
    return everything(matching, to, {} if to else access.guesses_for(request.user, found.stamp, matching))


@require_safe
def export(request: HttpRequest, month: dt.date) -> HttpResponse:
    found = access.unallocated_for(request.user, month, request.GET.get("currency", ""))
    content = unallocated_csv(found.stamp, shown_rows(found.rows, request.GET))
    return download(content, file_name("chargeback", "unallocated", month, found.stamp.currency, "csv"))
