"""How the log stands: its newest block, what waits, and how its last check ended."""

import datetime as dt
from dataclasses import dataclass

from .chain import Head, head, since_when, unchained
from .models import Entry

CHECKED = "audit log"


@dataclass(frozen=True, slots=True)
class LogState:
    """`checked_at` and `found` are of the last check: found is empty when all was well, None when there was none."""

    head: Head | None
    waiting: int
    checked_at: dt.datetime | None
    found: str | None


def log_state() -> LogState:
    last = Entry.objects.filter(subject=CHECKED, action="verify").order_by("-pk").first()
    found = (last.new or {}).get("found", "") if last else None
    return LogState(head(), len(unchained(since_when())), last.at if last else None, found)
