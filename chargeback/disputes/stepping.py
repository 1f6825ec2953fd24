"""Raising a dispute and every step after it. Who may do what is the door's business; here: what may follow what."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.conversation import checked

from .mailing import tell
from .models import LONGEST_QUERY, Dispute, Step

if TYPE_CHECKING:
    from django.contrib.auth.models import User

State = Dispute.State
# What each side may make of an open dispute.
BY_FINANCE = {"answer": State.ANSWERED, "accept": State.ACCEPTED, "decline": State.DECLINED}
BY_TEAM = {"reply": State.OPEN, "withdraw": State.WITHDRAWN}


class DisputeRefusedError(Exception):
    """The message is one sentence that says what to do instead."""


@transaction.atomic
def raise_dispute(
    period: BillingPeriod,
    team: Team,
    what: str,
    query: str,
    amount: Decimal,
    text: str,
    user: "User",
    now: dt.datetime,
) -> Dispute:
    """The dispute, open, with its first step. Raises DisputeRefusedError."""
    said = checked(text, DisputeRefusedError)
    if len(query) > LONGEST_QUERY:
        raise DisputeRefusedError("The address of this amount is too long to be kept; dispute what it is a part of.")
    same = Dispute.objects.filter(period=period, team=team, what=what, query=query)
    if there := same.filter(state__in=[State.OPEN, State.ANSWERED]).first():
        raise DisputeRefusedError(f"This amount is disputed already, see dispute {there.pk}; add your comment there.")
    dispute = Dispute.objects.create(
        period=period, team=team, what=what, query=query, amount=amount, raised_by=user, raised_at=now
    )
    add_step(dispute, State.OPEN, said, user, now)
    return dispute


@transaction.atomic
def take_step(pk: int, state: str, text: str, user: "User", now: dt.datetime) -> None:
    """The open dispute is in the new state, with one more step. Raises DisputeRefusedError."""
    said = checked(text, DisputeRefusedError)
    dispute = Dispute.objects.select_for_update().get(pk=pk)
    if not dispute.is_open:
        raise DisputeRefusedError(f"This dispute is {dispute.state}; raise a new one where something else is wrong.")
    if state == State.ACCEPTED and dispute.raised_by_id == user.pk:
        raise DisputeRefusedError("You raised it yourself; somebody else has to accept it.")
    dispute.state = state
    dispute.save(update_fields=["state"])
    add_step(dispute, state, said, user, now)


def add_step(dispute: Dispute, state: str, text: str, user: "User", now: dt.datetime) -> None:
    step = Step.objects.create(dispute=dispute, state=state, by=user, at=now, text=text)
    transaction.on_commit(lambda: tell(step))
