"""A check of the log that is itself an entry of it."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .chain import Head, chain
from .recording import record
from .verify import Verification, verify

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def check_log(user: "User", door: str, now: dt.datetime, witnesses: Sequence[Head] = ()) -> Verification:
    """Chains what waits, re-reads the whole log and notes who looked and what was found."""
    chain(now)
    found = verify(now, witnesses)
    told = {
        "blocks": found.blocks,
        "entries": found.entries,
        "head": found.head or "",
        "found": " ".join(found.problems),
    }
    record(user, door, "verify", "audit log", "", told)
    return found
