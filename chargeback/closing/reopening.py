"""A closed period is opened again: asked for by one person, decided by another. Its statements stay as they are."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from .models import Closing, Reopening
from .states import ClosingRefusedError, State, change_state, held_period, said

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def ask_to_reopen(pk: int, user: "User", reason: str, now: dt.datetime) -> Reopening:
    """The reopening waits for a second person. Raises ClosingRefusedError."""
    period = held_period(pk)
    if period.state != State.CLOSED:
        raise ClosingRefusedError(f"{period} is {period.state}; only a closed month is reopened.")
    closing = Closing.objects.filter(period=period).order_by("version").last()
    if closing is None:
        raise ClosingRefusedError(f"{period} has no statements, so there is nothing to issue anew.")
    if Reopening.objects.filter(closing=closing, is_approved=None).exists():
        raise ClosingRefusedError(f"The reopening of {period} waits for a second person already.")
    return Reopening.objects.create(closing=closing, reason=said(reason, "it is reopened"), asked_by=user, asked_at=now)


@transaction.atomic
def decide_reopening(pk: int, user: "User", is_approved: bool, now: dt.datetime) -> None:
    """With a second person's yes the period is open; the next close issues new versions. Raises ClosingRefusedError."""
    period = held_period(pk)
    asked = Reopening.objects.filter(closing__period=period, is_approved=None).first()
    if asked is None:
        raise ClosingRefusedError(f"Nobody has asked to reopen {period}.")
    if is_approved and asked.asked_by_id == user.pk:
        raise ClosingRefusedError("You asked for it yourself; somebody else has to approve it.")
    asked.is_approved, asked.decided_by, asked.decided_at = is_approved, user, now
    asked.save(update_fields=["is_approved", "decided_by", "decided_at"])
    if is_approved:
        change_state(period, State.OPEN, user, asked.reason, now)
