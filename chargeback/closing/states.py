"""The steps of a period before it is closed: sent to review, taken back, reviewed, overridden."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from chargeback.billing.models import BillingPeriod

from .checks import checklist, closeable, next_version
from .models import LONGEST_REASON, Override, Review, StateChange

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = BillingPeriod.State


class ClosingRefusedError(Exception):
    """The step cannot be taken; the message says why and what to do. Nothing was changed."""


def held_period(pk: int) -> BillingPeriod:
    """The period, locked until the transaction ends: of two people who act at once one waits for the other."""
    return BillingPeriod.objects.select_for_update().get(pk=pk)


def said(reason: str, what: str) -> str:
    """The reason, which there must be. Raises ClosingRefusedError."""
    reason = reason.strip()
    if not reason:
        raise ClosingRefusedError(f"Say why {what}; the reason stays with the month.")
    return reason[:LONGEST_REASON]


def change_state(period: BillingPeriod, after: str, user: "User", reason: str, now: dt.datetime) -> None:
    """The period is in the new state and its history says who, when and why."""
    StateChange.objects.create(
        period=period, before=period.state, after=after, run_id=period.current_run_id, by=user, at=now, reason=reason
    )
    period.state = after
    period.is_basis_fixed = period.is_basis_fixed or after != State.OPEN
    period.save(update_fields=["state", "is_basis_fixed"])


@transaction.atomic
def send_to_review(pk: int, user: "User", reason: str, now: dt.datetime) -> None:
    """The period is in review; its basis stays from now on. Raises ClosingRefusedError."""
    period = held_period(pk)
    if period.state != State.OPEN:
        raise ClosingRefusedError(f"{period} is {period.state}; only an open month is sent to review.")
    if period.current_run_id is None:
        raise ClosingRefusedError(f"{period} is not calculated yet; run it first.")
    change_state(period, State.IN_REVIEW, user, reason.strip()[:LONGEST_REASON], now)


@transaction.atomic
def take_back(pk: int, user: "User", reason: str, now: dt.datetime) -> None:
    """The period is open again; reviews of its run keep. Raises ClosingRefusedError."""
    period = held_period(pk)
    if period.state != State.IN_REVIEW:
        raise ClosingRefusedError(f"{period} is {period.state}; only a month in review is taken back.")
    change_state(period, State.OPEN, user, said(reason, "it is taken back"), now)


@transaction.atomic
def review(pk: int, run: int, user: "User", note: str, now: dt.datetime) -> None:
    """The user has looked at this run. Raises ClosingRefusedError where it is no longer the current one."""
    period = held_period(pk)
    if period.state != State.IN_REVIEW:
        raise ClosingRefusedError(f"{period} is {period.state}; only a month in review is reviewed.")
    if period.current_run_id != run:
        raise ClosingRefusedError("The month was calculated anew since you opened the page. Look at it again.")
    sent = StateChange.objects.filter(period=period, after=State.IN_REVIEW).order_by("at", "pk").last()
    if sent and sent.by_id == user.pk:
        raise ClosingRefusedError("You sent this month to review; the second person has to be somebody else.")
    Review.objects.get_or_create(
        period=period, run_id=run, by=user, defaults={"at": now, "note": note.strip()[:LONGEST_REASON]}
    )


@transaction.atomic
def override(pk: int, check: str, user: "User", reason: str, now: dt.datetime, today: dt.date) -> None:
    """The month can be closed in spite of this one check. Raises ClosingRefusedError."""
    period = held_period(pk)
    if period.state == State.CLOSED:
        raise ClosingRefusedError(f"{period} is closed already.")
    found = next((one for one in checklist(closeable(period, now, today, user)) if one.name == check), None)
    if found is None:
        raise ClosingRefusedError(f"There is no check {check!r}.")
    if found.is_ok or found.overridden:
        raise ClosingRefusedError(f"“{found.label}” does not stand in the way.")
    if not found.can_be_overridden:
        raise ClosingRefusedError(f"“{found.label}” cannot be overridden; its cause has to be mended.")
    reason = said(reason, "it is closed all the same")
    Override.objects.create(
        period=period, version=next_version(period), check_name=check, by=user, at=now, reason=reason
    )
