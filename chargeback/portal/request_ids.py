"""A number for each request: on error pages, in the answer's head and in every line of the log about it."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEAD = "X-Request-ID"
FROM_OUTSIDE = re.compile(r"[A-Za-z0-9-]{8,64}")
CURRENT: ContextVar[str] = ContextVar("request_id", default="")


def request_ids(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keeps the number that a proxy in front has given, if it looks like one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.headers.get(HEAD, "")
        token = CURRENT.set(asked if FROM_OUTSIDE.fullmatch(asked) else uuid.uuid4().hex[:16])
        try:
            response = get_response(request)
            response[HEAD] = CURRENT.get()
            return response
        finally:
            CURRENT.reset(token)

    return middleware


class WithRequestId(logging.Filter):
    """Gives every line of the log its request's number, "-" where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = CURRENT.get() or "-"
        return True
