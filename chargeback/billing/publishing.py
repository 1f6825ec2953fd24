"""A draft that was looked at -> the rulebook that counts, and new runs of the months that are open."""

import datetime as dt
from typing import TYPE_CHECKING

from allocation.drafts import DraftRefusedError, publish
from allocation.models import Draft
from allocation.rulebook import Changes

from .tasks import queue_run
from .what_if import open_periods

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NOT_LOOKED_AT = "Look at the preview of this draft as it is now first; then publish what you have seen."


def publish_draft(pk: int, edition: int, user: "User", now: dt.datetime) -> Changes:
    """The draft counts from now on, and every month that is open is calculated anew.

    Raises DraftRefusedError when nobody has looked at exactly this draft on exactly this rulebook.
    """
    draft = Draft.objects.get(pk=pk)
    seen = draft.months.filter(fingerprint=draft.fingerprint, base_fingerprint=draft.base_fingerprint)
    if draft.is_open and not seen.exists() and open_periods():
        raise DraftRefusedError(NOT_LOOKED_AT)
    changes = publish(pk, edition, user, now)
    for month in sorted({period.month for period in open_periods()}):
        queue_run(month, user, now)
    return changes
