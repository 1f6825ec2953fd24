"""Statements and overviews as files."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chargeback.exports.csv_files import overview_csv, statement_csv
from chargeback.exports.names import file_name
from chargeback.exports.workbook import overview_workbook, statement_workbook

from . import access

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "beancount": "text/plain; charset=utf-8",
}
STATEMENT = {"xlsx": statement_workbook, "csv": statement_csv}
OVERVIEW = {"xlsx": overview_workbook, "csv": overview_csv}


@require_safe
def statement_export(request: HttpRequest, month: dt.date, team: str, kind: str) -> HttpResponse:
    statement = access.exported_statement_for(request.user, month, team, request.GET.get("currency", ""))
    return download(STATEMENT[kind](statement), file_name("chargeback", team, month, statement.stamp.currency, kind))


@require_safe
def overview_export(request: HttpRequest, month: dt.date, kind: str) -> HttpResponse:
    overview = access.overview_for(request.user, month, request.GET.get("currency", ""))
    return download(OVERVIEW[kind](overview), file_name("chargeback", "overview", month, overview.stamp.currency, kind))


def download(content: bytes, name: str) -> HttpResponse:
    """`name` is made of letters, digits, dots and hyphens only, so it stands in the header as it is."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
