"""Whole pages, kept for who has looked at them: what nobody has changed since is not made a second time.

A page is made of the address, the user, the state of the data, the hour and the program. All of these are in the name
it is kept under, so nothing is ever thrown away by hand. Two things are of the moment and written when it is given out:
the token of its forms, and how long ago something was.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from chargeback import cache as results
from chargeback.clock import now
from chargeback.datastate.state import data_state, read_state

from .display import age
from .theme import COOKIE

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
AN_HOUR = 3600
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
AGE = re.compile(r'(<time class="age" datetime="([^"]+)">)[^<]*')  # as the tag writes it
PROGRAM = ("*.py", "*.html", "*.css", "*.js")


@dataclass(frozen=True, slots=True)
class Page:
    """The page as it was made, but for its token."""

    html: str
    content_type: str


def kept_page(view: View[P]) -> View[P]:
    """The view's page, as it would be made now.

    To make it, the view must read nothing of the request but its address, its user and the cookie of the theme.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_of_the_moment(request):
            return view(request, *args, **kwargs)
        name, scope, state = name_of(request), f"user {request.user.pk}", data_state()
        found = results.look_up(name, scope, state, Page)
        if found:
            return given_out(found, request)
        response = view(request, *args, **kwargs)
        # What one may see can change while the page is made: then it is of neither state.
        if is_whole(response) and state == read_state():
            page = Page(response.content.decode(), response["Content-Type"])
            results.keep(name, scope, state, page, AN_HOUR)
        return response

    return shown  # type: ignore[return-value] # `request` is given by position


def is_of_the_moment(request: HttpRequest) -> bool:
    """A form that was sent, a message that is said once, or templates that somebody is writing."""
    return request.method not in ("GET", "HEAD") or len(get_messages(request)) > 0 or settings.DEBUG


def name_of(request: HttpRequest) -> str:
    """What the page is made of, but for who looks and the data."""
    hour = f"{now():%Y-%m-%d %H}"
    theme = request.COOKIES.get(COOKIE, "")
    return "\0".join(("page", request.get_full_path(), request.scheme or "", hour, theme, program()))


def is_whole(response: HttpResponse) -> bool:
    """An ordinary page: no refusal, no file, nothing for the browser alone."""
    return response.status_code == 200 and set(response.headers) <= {"Content-Type"} and not response.cookies


def given_out(page: Page, request: HttpRequest) -> HttpResponse:
    token, moment = get_token(request), now()
    html = TOKEN.sub(lambda found: found[1] + token, page.html)
    html = AGE.sub(lambda found: found[1] + age(dt.datetime.fromisoformat(found[2]), moment), html)
    return HttpResponse(html, content_type=page.content_type)


@cache
def program() -> str:
    """What pages are made with. Another version of the portal, of a template or a style makes its own."""
    summed = hashlib.sha256()
    for folder in ("allocation", "chargeback", "templates", "static"):
        for pattern in PROGRAM:
            for file in sorted((settings.BASE_DIR / folder).rglob(pattern)):
                summed.update(file.read_bytes())
    return summed.hexdigest()
