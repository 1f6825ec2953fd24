"""Django's sign-in with a limit of wrong passwords; the user comes with what they have chosen for themselves."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from chargeback.clock import now
from chargeback.datastate.known import known
from chargeback.datastate.state import data_state, is_reading

from .throttle import begin


class Backend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> Any:
        """The user whose name and password these are, else None. Raises PermissionDenied when too many were wrong."""
        if username is None or password is None:
            return None
        guess = begin(username, address_of(request), now())
        if guess is None:
            raise PermissionDenied
        user = super().authenticate(request, username, password, **more)
        if user is not None:
            guess.take_back()
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Those of the user and of its groups, read once while nothing changes."""
        return known(("permissions", user_obj.pk, obj), lambda: super(Backend, self).get_all_permissions(user_obj, obj))

    def get_user(self, user_id: int) -> Any:
        """The user with the preferences in the same query: every page reads both.

        The state of the data is asked before, so that what is kept under a state is never made of older rights.
        """
        if is_reading():
            data_state()
        user = User.objects.select_related("preference").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def address_of(request: HttpRequest | None) -> str:
    """Where the request comes from; behind a proxy what that one says, which is the last of the list."""
    if request is None:
        return ""
    if settings.BEHIND_PROXY:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
