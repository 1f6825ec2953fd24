"""What holds for every page: nothing keeps it on the way, no NUL comes in, a change has an author."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_cache_control
from pghistory.middleware import HistoryMiddleware

from allocation.history.authorship import name_of
from chargeback.audit.logins import door_of
from chargeback.audit.recording import record
from chargeback.datastate.state import one_state

from .habits import of_request

GetResponse = Callable[[HttpRequest], HttpResponse]
FORM = "application/x-www-form-urlencoded"


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keeps pages out of shared caches, the browser's disk and the back button after signing out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware


def noted_exports(get_response: GetResponse) -> GetResponse:
    """Every file that somebody takes away is an entry of the audit log; without the entry there is no file."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        disposition = response.get("Content-Disposition", "")
        if request.method == "GET" and disposition.startswith("attachment") and request.user.is_authenticated:
            name = disposition.partition("filename=")[2].strip('"')
            record(request.user, door_of(request), "export", "file", name, {"address": request.get_full_path()})
        return response

    return middleware


def one_state_of_data(get_response: GetResponse) -> GetResponse:
    """Who only reads asks once in which state the data is. Who changes it is told of the state after."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with one_state():
            return get_response(request)

    return middleware


def no_nul(get_response: GetResponse) -> GetResponse:
    """A query with NUL is no page, and a form is taken without: PostgreSQL takes it in no text, and fails."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise Http404
        if request.content_type == FORM and (b"%00" in request.body or b"\0" in request.body):
            without = request.body.replace(b"%00", b"").replace(b"\0", b"")
            request.POST = QueryDict(without, encoding=request.encoding)
        return get_response(request)

    return middleware


def with_habits(get_response: GetResponse) -> GetResponse:
    """Amounts, dates and tables are as the user of the request wants them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with of_request(request):
            return get_response(request)

    return middleware


class Authorship(HistoryMiddleware):
    """Every row of the rulebook that a form changes carries who sent it. Why, the form itself says."""

    def get_context(self, request: HttpRequest) -> dict[str, object]:
        return {**super().get_context(request), "author": name_of(request.user)}
