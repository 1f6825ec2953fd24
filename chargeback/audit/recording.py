"""Writes an entry about something that is no change of a table: a login, an export, a check of the log."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allocation.history.authorship import name_of

from .models import Entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

LONGEST = 500


def record(
    user: "User", door: str, action: str, subject: str, row: str = "", new: Mapping[str, object] | None = None
) -> None:
    """`user` did `action` to `subject` through `door`. In a transaction, both or neither are kept."""
    known = {key: plain(value) for key, value in (new or {}).items()}
    Entry.objects.create(
        actor=name_of(user), user=user.pk, door=door, action=action, subject=subject, row=plain(row), new=known or None
    )


def plain(value: object) -> str:
    """Text that PostgreSQL takes, not longer than anybody reads."""
    return str(value).replace("\0", "")[:LONGEST]
