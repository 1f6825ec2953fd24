"""The search: a page, and for the box in the head of every page a list while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chargeback.clock import today

from .. import access
from .page import IN_LIST, ON_PAGE, search_page, words_asked


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    words, is_list = words_asked(text), request.headers.get("HX-Target") == "search-hits"
    most = IN_LIST if is_list else ON_PAGE
    month, groups = access.search_for(request.user, words, today(), most) if words else (None, ())
    page = search_page(text, words, month, groups, access.sees_company(request.user))
    return render(request, "search/list.html" if is_list else "search/search.html", page)
