"""Shared pools of a month, one pool, and settlements side by side."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chargeback.billing.settlements import ComparisonRefusedError
from chargeback.clock import now

from .. import access
from ..kept_pages import kept_page
from .page import pool_page, pools_page


@require_http_methods(["GET", "HEAD", "POST"])
@kept_page
def shared(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The page; a post compares the settlements and comes back."""
    currency = request.GET.get("currency", "")
    if request.method == "POST":
        try:
            access.compare_for(request.user, month, currency, now())
        except ComparisonRefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{request.get_full_path()}#settlements")
    return render(
        request, "pools/shared.html", pools_page(access.pools_for(request.user, month, currency), request.GET)
    )


@require_safe
@kept_page
def pool(request: HttpRequest, month: dt.date, pool: str) -> HttpResponse:
    stamp, figures = access.pool_for(request.user, month, pool, request.GET.get("currency", ""))
    return render(request, "pools/pool.html", pool_page(stamp, figures, request.GET))
