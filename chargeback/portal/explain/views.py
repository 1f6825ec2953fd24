"""The pages that say why an amount is what it is, and who carries a line of the bill."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..kept_pages import kept_page
from ..lines.asked import explained_selection
from .page import carriage_page, explain_page


@require_safe
@kept_page
def explain(request: HttpRequest, month: dt.date, team: str, what: str) -> HttpResponse:
    selection = explained_selection(request.GET)
    figures = access.explanation_for(request.user, month, team, what, selection, request.GET.get("currency", ""))
    offers = {"can_dispute": access.can_export(request.user, team)}
    return render(request, "explain/explain.html", explain_page(figures, request.GET) | offers)


@require_safe
@kept_page
def unallocated(request: HttpRequest, month: dt.date, what: str) -> HttpResponse:
    selection = explained_selection(request.GET)
    figures = access.unallocated_explanation_for(request.user, month, what, selection, request.GET.get("currency", ""))
    return render(request, "explain/explain.html", explain_page(figures, request.GET))


@require_safe
@kept_page
def series(request: HttpRequest, month: dt.date) -> HttpResponse:
    figures = access.carriage_for(
        request.user, month, explained_selection(request.GET), request.GET.get("currency", "")
    )
    return render(request, "explain/explain.html", carriage_page(figures, request.GET))
