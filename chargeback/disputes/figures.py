"""Disputes as frozen values."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.closing.adjustment_figures import words_of
from chargeback.closing.drafting import UNALLOCATED
from chargeback.closing.models import Adjustment, Transfer
from chargeback.closing.receivers import Part
from chargeback.closing.transferring import Proposal
from chargeback.conversation import StepFacts
from chargeback.mail import signature

from .models import Dispute, Step

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Half:
    """One side of what was moved: the credit, or what one receiver is charged. `statement` is empty until billed."""

    team: str
    where: str
    amount: Decimal
    state: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The credit and the recharge that a dispute led to; in all exactly 0. Its team sees the credit alone.

    `taken_back_by` names the transfer that took it back, and is empty while it stands.
    """

    transfer: str
    statement: str
    amount: Decimal
    posted_in: dt.date
    halves: tuple[Half, ...]
    taken_back_by: str = ""

    @property
    def left(self) -> Decimal:
        """The sum of the halves that are shown."""
        return sum((half.amount for half in self.halves), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A dispute with its steps, oldest first, and what it moved; neither in a list.

    `what` and `query` lead to the explanation.
    """

    pk: int
    month: dt.date
    currency: str
    team: str
    team_name: str
    what: str
    query: str
    amount: Decimal
    state: str
    is_open: bool
    raised_by: str
    raised_at: dt.datetime
    is_month_closed: bool
    steps: tuple[StepFacts, ...] = ()
    moved: Moved | None = None


def facts(row: Dispute, steps: tuple[StepFacts, ...] = (), moved: Moved | None = None) -> DisputeFacts:
    return DisputeFacts(
        pk=row.pk,
        month=row.period.month,
        currency=row.period.currency,
        team=row.team.slug,
        team_name=row.team.name,
        what=row.what,
        query=row.query,
        amount=row.amount,
        state=row.state,
        is_open=row.is_open,
        raised_by=signature(row.raised_by),
        raised_at=row.raised_at,
        is_month_closed=row.period.state == BillingPeriod.State.CLOSED,
        steps=steps,
        moved=moved,
    )


def with_steps(row: Dispute, teams: "QuerySet[Team] | None") -> DisputeFacts:
    """With everything that was said and moved. Of what was moved the sides of these teams; None is of all."""
    steps = Step.objects.filter(dispute=row).select_related("by")
    told = tuple(StepFacts(one.state, signature(one.by), one.at, one.text) for one in steps)
    return facts(row, told, moved_by(row.transfer, teams) if row.transfer else None)


def moved_by(transfer: Transfer, teams: "QuerySet[Team] | None") -> Moved:
    own = Q() if teams is None else Q(team__in=teams)
    rows = Adjustment.objects.filter(own, transfer=transfer).select_related("posted_in", "team", "statement")
    rows = rows.defer("statement__body").prefetch_related("lines").order_by("pk")
    taken_back = Transfer.objects.filter(takes_back=transfer).first()
    return Moved(
        transfer=str(transfer),
        statement=transfer.statement.full_number,
        amount=transfer.amount,
        posted_in=rows[0].posted_in.month,
        halves=tuple(half_of(row) for row in rows),
        taken_back_by=str(taken_back) if taken_back else "",
    )


def half_of(row: Adjustment) -> Half:
    statement = row.statement.full_number if row.statement else ""
    words = "; ".join(dict.fromkeys(words_of(line) for line in row.lines.all()))
    return Half(row.team.name if row.team else UNALLOCATED, words, row.amount, row.state, statement)


def proposed_halves(proposal: Proposal) -> tuple[Half, ...]:
    """What would be posted, in the form of what was."""
    return tuple(half_of_part(part) for part in proposal.parts)


def half_of_part(part: Part) -> Half:
    words = ", ".join(name for name in (part.project_name, part.pool_name, part.reason) if name)
    return Half(part.team.name if part.team else UNALLOCATED, words, part.amount, "")
