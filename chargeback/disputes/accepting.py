"""A dispute of a closed month is accepted: the amount is credited, and who should have paid is charged, in one step."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.db import transaction

from chargeback.closing.models import Transfer
from chargeback.closing.states import ClosingRefusedError
from chargeback.closing.transferring import Proposal, Wish, propose_transfer, take_back, transfer
from chargeback.conversation import checked

from .models import Dispute
from .stepping import DisputeRefusedError, State, add_step, take_step

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Said:
    """What finance says: `answer` to the team that disputed, `note` to those who are charged."""

    answer: str
    note: str


def amount_asked(text: str, dispute: Dispute) -> Decimal:
    """The amount to move: all of what is disputed where nothing is written, else a part. Raises DisputeRefusedError."""
    try:
        amount = Decimal(text.strip().replace("\N{MINUS SIGN}", "-")) if text.strip() else dispute.amount
        exact = amount.quantize(CENT)
    except InvalidOperation:
        raise DisputeRefusedError(f"{text[:40]!r} is no amount; write it like {dispute.amount}.") from None
    whole = dispute.amount
    if exact != amount or not exact or exact * whole < 0 or abs(exact) > abs(whole):
        raise DisputeRefusedError(f"Move whole cents of what is disputed: more than 0 and at most {whole}.")
    return exact


def proposed(pk: int, wish: Wish) -> Proposal:
    """What acceptance would post; nothing is written. Raises DisputeRefusedError."""
    dispute = Dispute.objects.select_related("period", "team").get(pk=pk)
    try:
        return propose_transfer(dispute.period, dispute.team, wish)
    except ClosingRefusedError as refusal:
        raise DisputeRefusedError(str(refusal)) from None


@transaction.atomic
def accept_with_transfer(pk: int, wish: Wish, said: Said, user: "User", now: dt.datetime) -> Transfer:
    """Accepted, with the credit and the recharge posted: both or neither. Raises DisputeRefusedError."""
    take_step(pk, State.ACCEPTED, said.answer, user, now)
    dispute = Dispute.objects.select_related("team").get(pk=pk)
    try:
        made = transfer(dispute.period_id, dispute.team, wish, f"dispute {pk}", (said.answer, said.note), user, now)
    except ClosingRefusedError as refusal:
        raise DisputeRefusedError(str(refusal)) from None
    dispute.transfer = made
    dispute.save(update_fields=["transfer"])
    return made


@transaction.atomic
def take_pair_back(pk: int, reason: str, user: "User", now: dt.datetime) -> None:
    """The opposite pair is posted and the dispute's history says so. Raises DisputeRefusedError."""
    said = checked(reason, DisputeRefusedError)
    dispute = Dispute.objects.select_for_update().get(pk=pk)
    if dispute.transfer_id is None:
        raise DisputeRefusedError("This dispute has moved nothing, so there is nothing to take back.")
    try:
        take_back(dispute.transfer_id, user, said, now)
    except ClosingRefusedError as refusal:
        raise DisputeRefusedError(str(refusal)) from None
    add_step(dispute, State.ACCEPTED, f"The transfer is taken back: {said}"[:2000], user, now)
