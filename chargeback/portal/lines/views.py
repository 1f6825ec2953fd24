"""The pages of lines, and the same lines as files."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from chargeback.billing.line_figures import LinesFound
from chargeback.exports.line_files import lines_csv, lines_workbook
from chargeback.exports.names import file_name

from .. import access
from ..downloads import download
from ..kept_pages import kept_page
from .asked import columns_asked, file_asked, lines_asked, without
from .page import EXPORT_MOST, lines_page

FILES = {"xlsx": lines_workbook, "csv": lines_csv}
TOO_LONG = "These are more than {most:,} lines. Ask for the file in the background, or narrow the filter."


@require_safe
@kept_page
def lines(request: HttpRequest, month: dt.date, team: str) -> HttpResponse:
    found = access.lines_for(request.user, month, team, lines_asked(request.GET), request.GET.get("currency", ""))
    page = lines_page(found, request.GET)
    return render(request, "lines/lines.html", {**page, "can_export": access.can_export(request.user, team)})


@require_safe
@kept_page
def all_lines(request: HttpRequest, month: dt.date) -> HttpResponse:
    asked = lines_asked(request.GET, of_company=True)
    found = access.all_lines_for(request.user, month, asked, request.GET.get("currency", ""))
    return render(request, "lines/lines.html", {**lines_page(found, request.GET), "can_export": True})


@require_safe
def lines_export(request: HttpRequest, month: dt.date, team: str, kind: str) -> HttpResponse:
    asked = file_asked(request.GET, EXPORT_MOST)
    found = access.exported_lines_for(request.user, month, team, asked, request.GET.get("currency", ""))
    return as_file(request, found, kind, team, reverse("lines", args=[month, team]))


@require_safe
def all_lines_export(request: HttpRequest, month: dt.date, kind: str) -> HttpResponse:
    asked = file_asked(request.GET, EXPORT_MOST, of_company=True)
    found = access.exported_all_lines_for(request.user, month, asked, request.GET.get("currency", ""))
    return as_file(request, found, kind, "all", reverse("all-lines", args=[month]))


def as_file(request: HttpRequest, found: LinesFound, kind: str, who: str, page: str) -> HttpResponse:
    """Exactly the lines that the page lists, all of them; or back to the page with the reason why not."""
    if found.is_too_long or found.count > EXPORT_MOST:
        messages.error(request, TOO_LONG.format(most=EXPORT_MOST))
        return redirect(f"{page}?{without(request.GET)}")
    columns = columns_asked(request.GET, of_company=found.team is None)
    return download(FILES[kind](found, columns), file_name("lines", who, found.stamp.month, found.stamp.currency, kind))
