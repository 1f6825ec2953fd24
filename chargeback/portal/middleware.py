"""What holds for every page: nothing keeps it on the way, and an address holds no NUL."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keeps pages out of shared caches, the browser's disk and the back button after signing out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def no_nul(get_response: GetResponse) -> GetResponse:
    """A query with NUL is no page: PostgreSQL takes the character in no text, and fails."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise Http404
        return get_response(request)

    return middleware
