"""What was changed in the rulebook: all of it, one change, one thing."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import access
from ..converters import Moment
from .page import change_page, changes_page, thing_page


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    changes = access.changes_for(request.user, moment_asked(request.GET.get("before", "")))
    return render(request, "history/history.html", changes_page(changes, request.GET))


def moment_asked(text: str) -> dt.datetime | None:
    """The moment in the query, written as in an address; 404 for what is none."""
    if not text:
        return None
    try:
        return Moment().to_python(text)
    except ValueError:
        raise Http404 from None


@require_safe
def change(request: HttpRequest, at: dt.datetime) -> HttpResponse:
    return render(request, "history/change.html", change_page(at, access.change_for(request.user, at)))


@require_safe
def thing(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return render(request, "history/thing.html", thing_page(access.history_for(request.user, kind, pk)))
