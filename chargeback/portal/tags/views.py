"""The pages of tag keys, tag values and coverage."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chargeback.clock import today

from .. import access
from ..kept_pages import kept_page
from . import page


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    used, pulled = access.used_keys_for(request.user), access.pulled_keys_for(request.user)
    troubles = access.listing_troubles_for(request.user)
    shown = page.keys_page(used, pulled, request.GET, today())
    return render(request, "tags/keys.html", {**shown, "troubles": troubles})


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Values that no project knows, or with ?key= those of one key, newest first."""
    pulled, asked = access.pulled_keys_for(request.user), request.GET.get("key", "")
    wanted = request.GET.get("currency", "")
    if asked in pulled:
        currency, found = access.newest_values_for(request.user, asked, wanted)
        shown = page.newest_page(found, asked, currency, request.GET)
    else:
        currency, found = access.unknown_values_for(request.user, wanted)
        shown = page.unknown_page(found, currency, request.GET, access.can_map(request.user))
    return render(request, "tags/values.html", {**shown, "pulled": pulled})


@require_safe
@kept_page
def coverage(request: HttpRequest, month: dt.date) -> HttpResponse:
    currency = request.GET.get("currency", "")
    stamp, found = access.coverage_for(request.user, month, currency)
    usage = access.untagged_for(request.user, month, currency)
    required = access.required_tags_for(request.user, month, currency)
    return render(request, "tags/coverage.html", page.coverage_page(stamp, found, usage, required, request.GET))
