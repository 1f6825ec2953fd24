"""Explore, and what it shows as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chargeback.clock import today
from chargeback.exports.explore_files import explore_csv, explore_workbook
from chargeback.exports.names import file_name

from .. import access
from ..downloads import download
from .asked import explore_asked, rows_asked
from .page import explore_page

FILES = {"xlsx": explore_workbook, "csv": explore_csv}


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Without a question it opens with the user's default view."""
    if not request.GET and (query := access.default_query_for(request.user)):
        return redirect(f"{reverse('explore')}?{query}")
    scope = access.explore_scope_for(request.user, request.GET.get("currency", ""))
    if not scope.months:
        return render(request, "explore/nothing.html")
    asked, days = explore_asked(request.GET, scope, today())
    found = access.explored_for(request.user, scope, asked)
    views = access.saved_views_for(request.user)
    page = explore_page(found, days, scope, request.GET, views, today())
    can_export = access.can_export_exploration(request.user, asked)
    return render(request, "explore/explore.html", {**page, "can_export": can_export})


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly the rows and columns of the page."""
    scope = access.explore_scope_for(request.user, request.GET.get("currency", ""))
    asked, _ = explore_asked(request.GET, scope, today())
    found = access.exported_exploration_for(request.user, scope, asked)
    name = file_name("explore", asked.group, asked.span.last, found.currency, kind)
    return download(FILES[kind](found, rows_asked(request.GET)), name)
