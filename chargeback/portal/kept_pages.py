"""Whole pages, kept for who has looked at them: what nobody has changed since is not made a second time.

A page is made of the address, the user, the state of the data, the hour and the program. All of these are in the name
it is kept under, so nothing is ever thrown away by hand. Two things are of the moment and written when it is given out:
the token of its forms, and how long ago something was. What becomes old by itself, as data that nobody pulls, is told
at the next hour.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from chargeback import cache as results
from chargeback.clock import now
from chargeback.datastate.state import data_state, read_state

from .ages import told_anew
from .theme import COOKIE

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
AN_HOUR = 3600
HTML = {"Content-Type": "text/html; charset=utf-8"}
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


def kept_page(view: View[P]) -> View[P]:
    """The view's page, as it would be made now.

    To make it, the view must read nothing of the request but its address, its user and the cookie of the theme.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_of_the_moment(request):
            return view(request, *args, **kwargs)
        name, scope, state = name_of(request), f"user {request.user.pk}", data_state()
        found = results.look_up(name, scope, state, str)
        if found is not None:
            return given_out(found, request)
        response = view(request, *args, **kwargs)
        # What one may see can change while the page is made: then it is of neither state.
        if is_whole(response) and state == read_state():
            results.keep(name, scope, state, TOKEN.sub(r"\1", response.content.decode()), left_of_hour(now()))
        return response

    return shown  # type: ignore[return-value] # `request` is given by position


def is_of_the_moment(request: HttpRequest) -> bool:
    """A form that was sent, or a message that is said once."""
    return request.method not in ("GET", "HEAD") or len(get_messages(request)) > 0


def name_of(request: HttpRequest) -> str:
    """What the page is made of, but for who looks, the data and the program."""
    theme = request.COOKIES.get(COOKIE, "")
    written = f"{settings.DISPLAY_LOCALE} {settings.COLLECTED}"
    return "\0".join(("page", request.get_full_path(), f"{now():%Y-%m-%d %H}", theme, written))


def left_of_hour(moment: dt.datetime) -> int:
    """Seconds; in the next hour nobody asks for the page by this name."""
    return AN_HOUR - moment.minute * 60 - moment.second


def is_whole(response: HttpResponse) -> bool:
    """An ordinary page: no refusal, no file, nothing for the browser alone."""
    return response.status_code == 200 and dict(response.headers) == HTML and not response.cookies


def given_out(html: str, request: HttpRequest) -> HttpResponse:
    token = get_token(request)
    return HttpResponse(told_anew(TOKEN.sub(lambda found: found[1] + token, html), now()))
