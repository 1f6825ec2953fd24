"""Logins, failed logins and logouts -> entries. Django offers no other way to hear of them than its signals.

A name that nobody has is not kept: people type their password there.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from .recording import record

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest

UNKNOWN = "(a name that nobody has)"


def connect() -> None:
    user_logged_in.connect(logged_in, dispatch_uid="audit")
    user_logged_out.connect(logged_out, dispatch_uid="audit")
    user_login_failed.connect(login_failed, dispatch_uid="audit")


def logged_in(sender: object, request: "HttpRequest", user: "User", **kwargs: object) -> None:
    record(user, door_of(request), "login", "login", user.get_username(), told(request))


def logged_out(sender: object, request: "HttpRequest", user: "User | None", **kwargs: object) -> None:
    if user is not None:
        record(user, door_of(request), "logout", "login", user.get_username(), told(request))


def login_failed(
    sender: object, credentials: Mapping[str, str], request: "HttpRequest | None" = None, **kwargs: object
) -> None:
    from django.contrib.auth.models import AnonymousUser, User  # models can be imported only when apps are ready

    tried = str(credentials.get("username", "")).replace("\0", "")
    known = User.objects.filter(username=tried).exists()
    record(AnonymousUser(), door_of(request), "login failed", "login", tried if known else UNKNOWN, told(request))


def door_of(request: "HttpRequest | None") -> str:
    return "admin" if request is not None and request.path.startswith("/admin/") else "page"


def told(request: "HttpRequest | None") -> dict[str, object]:
    """Where the request came from, as the server sees it."""
    address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    return {"address": address} if address else {}
