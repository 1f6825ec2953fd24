"""Stored adjustments -> the rows that pages show: of a closed month, and what an open month is going to bill."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import NO_PROJECT

from .checks import name_of
from .drafting import UNALLOCATED
from .models import Adjustment, AdjustmentLine
from .transferring import moved_already

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = Adjustment.State
WAITING = (State.PROPOSED, State.HELD)
ALL_SERVICES = "all services"
LARGEST = 3  # lines told in a row; the statement has all of them


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """One adjustment. `largest` are its largest lines, `others` how many more there are. `statement` is
    empty until it is billed.

    `moved` names the transfers that have moved cost of this team and month already: what is proposed may be the same.
    """

    pk: int
    month: dt.date
    posted_in: dt.date
    team: str
    cause: str
    amount: Decimal
    state: str
    largest: tuple[tuple[str, Decimal], ...]
    others: int
    created_at: dt.datetime
    decided_by: str
    reason: str
    statement: str
    moved: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What changed of the month since it was closed, and what the month bills of earlier ones."""

    of_month: tuple[AdjustmentRow, ...]
    billed_here: tuple[AdjustmentRow, ...]

    @property
    def waiting(self) -> tuple[AdjustmentRow, ...]:
        both = {row.pk: row for row in (*self.of_month, *self.billed_here)}
        return tuple(row for row in both.values() if row.is_waiting)


def adjustments_of(period: BillingPeriod, teams: "QuerySet[Team] | None") -> Adjustments:
    """Of these teams; None is of all, and of nobody."""
    own = Q() if teams is None else Q(team__in=teams)
    return Adjustments(
        of_month=tuple(rows(Adjustment.objects.filter(own, period=period), teams is None)),
        billed_here=tuple(rows(Adjustment.objects.filter(own, posted_in=period), teams is None)),
    )


def rows(adjustments: "QuerySet[Adjustment]", sees_all: bool) -> Iterable[AdjustmentRow]:
    related = adjustments.select_related(
        "period", "posted_in", "team", "decided_by", "statement", "transfer__statement"
    )
    moved = moved_already()
    for one in related.defer("statement__body", "transfer__statement__body").prefetch_related("lines"):
        lines = sorted(one.lines.all(), key=lambda line: (-abs(line.amount), line.service))
        nowhere = "" if one.transfer_id else NO_PROJECT
        yield AdjustmentRow(
            pk=one.pk,
            month=one.period.month,
            posted_in=one.posted_in.month,
            team=one.team.name if one.team else UNALLOCATED,
            cause=one.why(sees_all),
            amount=one.amount,
            state=one.state,
            largest=tuple((words_of(line, nowhere), line.amount) for line in lines[:LARGEST]),
            others=len(lines[LARGEST:]),
            created_at=one.created_at,
            decided_by=name_of(one.decided_by),
            reason=one.reason,
            statement=one.statement.full_number if one.statement else "",
            moved=moved.get((one.period_id, one.team_id), "") if one.state == State.PROPOSED else "",
        )


def words_of(line: AdjustmentLine, nowhere: str = "") -> str:
    """Project, or why it is with nobody, and service. A transfer of several projects or services names none."""
    return ", ".join(
        word for word in (line.project_name or line.reason or nowhere, line.service or ALL_SERVICES) if word
    )
