"""The colour scheme: automatic, light or dark. Kept in a cookie and with the user, as the server writes the page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from . import access, habits

COOKIE = "theme"
THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 86_400


def theme_of(request: HttpRequest) -> str:
    """The user's own; else that of the browser, which is also for who is not signed in."""
    asked = habits.current().theme or request.COOKIES.get(COOKIE, "")
    return asked if asked in THEMES else THEMES[0]


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Back to the page the choice was made on. An unknown theme changes nothing."""
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if own else "home")
    if request.POST.get("theme") in THEMES:
        if request.user.is_authenticated:
            access.keep_preference_for(request.user, theme=request.POST["theme"])
        response.set_cookie(COOKIE, request.POST["theme"], A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return response
