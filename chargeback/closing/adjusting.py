"""What finance decides about an adjustment: it is billed in the next statements, held for now, or written off."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from chargeback.billing.models import BillingPeriod

from .models import LONGEST_REASON, Adjustment
from .posting import next_open_period
from .states import ClosingRefusedError, held_period, said

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Adjustment.State
DECISIONS = {"accept": State.ACCEPTED, "hold": State.HELD, "write-off": State.WRITTEN_OFF}


@transaction.atomic
def decide(pk: int, decision: str, user: "User", reason: str, now: dt.datetime) -> Adjustment:
    """The adjustment is in its new state; accepted, it is on the next statement of its team. ClosingRefusedError."""
    posted_in = held_period(Adjustment.objects.values_list("posted_in", flat=True).get(pk=pk))
    adjustment: Adjustment = Adjustment.objects.select_for_update().get(pk=pk)
    if adjustment.statement_id:
        raise ClosingRefusedError(f"This adjustment is billed on statement {adjustment.statement} and stays.")
    if adjustment.state == State.REPLACED:
        raise ClosingRefusedError("A new version of the month has replaced this adjustment.")
    if decision not in DECISIONS:
        raise ClosingRefusedError("Choose to accept, to hold or to write off.")
    reason = said(reason, "it is not billed") if decision != "accept" else reason.strip()[:LONGEST_REASON]
    is_closed = posted_in.state == BillingPeriod.State.CLOSED
    adjustment.posted_in = next_open_period(posted_in) if is_closed else posted_in
    adjustment.state, adjustment.decided_by, adjustment.decided_at = DECISIONS[decision], user, now
    adjustment.reason = reason
    adjustment.save(update_fields=["posted_in", "state", "decided_by", "decided_at", "reason"])
    return adjustment


def accept_all(period: BillingPeriod, user: "User", now: dt.datetime) -> int:
    """Every proposed adjustment that the period is to bill is accepted. Returns how many."""
    proposed = list(
        Adjustment.objects.filter(posted_in=period, state=State.PROPOSED).order_by("pk").values_list("pk", flat=True)
    )
    for pk in proposed:
        decide(pk, "accept", user, "", now)
    return len(proposed)
