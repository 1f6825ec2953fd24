"""The pages: each takes what its user may see through the one door, makes one call and renders."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from chargeback.clock import now, today

from . import access, habits, pages
from .kept_pages import kept_page
from .landing import landing


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Sends each user to the page of their role, or says what is missing and whom to ask."""
    start = landing(request.user, today(), habits.current().landing)
    if start.url:
        return redirect(start.url)
    return render(request, "empty.html", {"start": start})


@require_safe
@kept_page
def overview(request: HttpRequest, month: dt.date) -> HttpResponse:
    figures = access.overview_with_attention_for(request.user, month, now(), request.GET.get("currency", ""))
    can_administer = access.can_administer(request.user)
    return render(request, "overview.html", pages.overview_page(*figures, request.GET, can_administer))


@require_safe
@kept_page
def teams(request: HttpRequest, month: dt.date) -> HttpResponse:
    stamp, rows, issued = access.team_rows_for(request.user, month, request.GET.get("currency", ""))
    return render(request, "teams.html", pages.teams_page(rows, issued, stamp, request.GET))
