"""Saved views: kept, renamed, updated, deleted, opened by default. Only forms come here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chargeback.billing.saved_views import ViewRefusedError

from .. import access
from .asked import kept_query

DONE = {
    "rename": "The view is called “{name}” now.",
    "update": "“{name}” is now what is shown below.",
    "delete": "“{name}” is deleted.",
    "default": "Explore opens with “{name}” from now on.",
    "no-default": "Explore opens without a view again.",
}


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    try:
        view = access.save_view_for(request.user, request.POST.get("name", ""), query)
        messages.success(request, f"“{view.name}” is saved.")
    except ViewRefusedError as error:
        messages.error(request, str(error))
    return shown(query)


@require_POST
def change(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    query = query_of(request)
    try:
        view = access.change_view_for(request.user, pk, action, request.POST.get("name", ""), query)
        messages.success(request, DONE[action].format(name=view.name))
    except ViewRefusedError as error:
        messages.error(request, str(error))
    return shown(query)


def query_of(request: HttpRequest) -> str:
    """What the page showed when the form was sent; only what Explore knows of it."""
    return kept_query(QueryDict(request.POST.get("query", "")[:20_000])).urlencode()


def shown(query: str) -> HttpResponse:
    return redirect(f"{reverse('explore')}?{query or 'range=6'}")
