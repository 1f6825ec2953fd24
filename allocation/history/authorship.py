"""Who makes a change, and why: noted with every row that is changed meanwhile."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pghistory

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

LONGEST_REASON = 500


def authored(author: str, reason: str, user: "User | None" = None) -> AbstractContextManager[object]:
    """Everything that is changed inside the block is by `author`, for `reason`.

    Inside a request it belongs to the request's change, whose author the middleware named; the reason is added.
    """
    who = {"author": author, "user": user.pk if user else None}
    return pghistory.context(**who, reason=reason.replace("\0", "").strip()[:LONGEST_REASON])  # jsonb takes no NUL


def name_of(user: "User") -> str:
    """The person as history names them: it stays when the user is no more."""
    full = getattr(user, "get_full_name", str)()
    name = user.get_username() or "nobody signed in"
    return f"{full} ({name})" if full else name
