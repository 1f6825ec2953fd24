"""The statement as a page and as a PDF of the same content."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from chargeback.billing.figures import Statement
from chargeback.exports.names import file_name
from chargeback.exports.pdf import NoPdfError, can_make_pdf, pdf_of

from .. import access
from ..downloads import download
from ..kept_pages import kept_page
from .changes import changes_page
from .page import statement_page, versions_of
from .papers import paper

NO_PDF = "This portal does not make PDF files itself. Choose Print, and there “Save as PDF”: the paper is the same."


@require_safe
@kept_page
def statement(request: HttpRequest, month: dt.date, team: str) -> HttpResponse:
    figures = access.statement_for(request.user, month, team, request.GET.get("currency", ""))
    return shown(request, month, team, figures, {"can_export": access.can_export(request.user, team)})


@require_safe
@kept_page
def statement_version(request: HttpRequest, month: dt.date, team: str, version: int) -> HttpResponse:
    """A version as it was issued; files are made of the newest one only."""
    figures = access.statement_version_for(request.user, month, team, version, request.GET.get("currency", ""))
    return shown(request, month, team, figures, {"can_export": False})


@require_safe
@kept_page
def changes(request: HttpRequest, month: dt.date, team: str, version: int) -> HttpResponse:
    found = access.version_changes_for(request.user, month, team, version, request.GET.get("currency", ""))
    return render(request, "statement/changes.html", changes_page(found, request.GET))


def shown(
    request: HttpRequest, month: dt.date, team: str, figures: Statement, offers: dict[str, object]
) -> HttpResponse:
    others = access.versions_for(request.user, month, team, figures.stamp.currency) if figures.issue else []
    page = {**statement_page(figures, request.GET), **versions_of(figures, others, request.GET), **offers}
    return render(request, "statement/statement.html", {**page, "has_pdf": can_make_pdf()})


@require_safe
def statement_pdf(request: HttpRequest, month: dt.date, team: str) -> HttpResponse:
    """The statement as paper; where the optional library is missing, back to the page with what to do instead."""
    figures = access.exported_statement_for(request.user, month, team, request.GET.get("currency", ""))
    try:
        return download(
            pdf_of(paper(figures, request)), file_name("chargeback", team, month, figures.stamp.currency, "pdf")
        )
    except NoPdfError:
        messages.info(request, NO_PDF)
        return redirect("statement", month=month, team=team)
