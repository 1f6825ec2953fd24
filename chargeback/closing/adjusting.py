"""What finance decides about an adjustment: it is billed in the next statements, held for now, or written off.

Those of a transfer are decided together, so that its credit is never billed without its recharge.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from chargeback.billing.models import BillingPeriod

from .models import LONGEST_REASON, Adjustment
from .posting import next_open_period
from .states import ClosingRefusedError, held_period, said
from .transferring import moved_already

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Adjustment.State
DECISIONS = {"accept": State.ACCEPTED, "hold": State.HELD, "write-off": State.WRITTEN_OFF}


@transaction.atomic
def decide(pk: int, decision: str, user: "User", reason: str, now: dt.datetime) -> Adjustment:
    """The adjustment is in its new state; accepted, it is on the next statement of its team. ClosingRefusedError."""
    posted_in = held_period(Adjustment.objects.values_list("posted_in", flat=True).get(pk=pk))
    adjustments = decided_together(pk)
    for adjustment in adjustments:
        refuse_settled(adjustment)
    if decision not in DECISIONS:
        raise ClosingRefusedError("Choose to accept, to hold or to write off.")
    reason = said(reason, "it is not billed") if decision != "accept" else reason.strip()[:LONGEST_REASON]
    is_closed = posted_in.state == BillingPeriod.State.CLOSED
    for adjustment in adjustments:
        adjustment.posted_in = next_open_period(posted_in) if is_closed else posted_in
        adjustment.state, adjustment.decided_by, adjustment.decided_at = DECISIONS[decision], user, now
        adjustment.reason = reason
        adjustment.save(update_fields=["posted_in", "state", "decided_by", "decided_at", "reason"])
    return next(one for one in adjustments if one.pk == pk)


def decided_together(pk: int) -> list[Adjustment]:
    """The adjustment, and all others of its transfer; locked."""
    transfer = Adjustment.objects.filter(pk=pk, transfer__isnull=False).values("transfer")
    return list(Adjustment.objects.select_for_update().filter(Q(pk=pk) | Q(transfer__in=transfer)).order_by("pk"))


def refuse_settled(adjustment: Adjustment) -> None:
    if adjustment.statement_id:
        raise ClosingRefusedError(f"This adjustment is billed on statement {adjustment.statement} and stays.")
    if adjustment.state == State.REPLACED:
        raise ClosingRefusedError("A new version of the month has replaced this adjustment.")


def accept_all(period: BillingPeriod, user: "User", now: dt.datetime) -> int:
    """Every proposed adjustment that the period is to bill is accepted. Returns how many.

    Those where a transfer has moved cost of the same team and month wait for a decision of their own: accepted too,
    the same cost might be corrected twice.
    """
    moved = moved_already()
    proposed = Adjustment.objects.filter(posted_in=period, state=State.PROPOSED).order_by("pk")
    rows = list(proposed.values_list("pk", "period", "team"))
    picked = [pk for pk, month, team in rows if (month, team) not in moved]
    for pk in picked:
        decide(pk, "accept", user, "", now)
    return len(picked)
