"""A credit for one team and a recharge of the same amount to others, posted in the next open period.

closed period, statement  ->  receivers.parts    who carries it instead, to the cent
                          ->  Transfer           what led to it, who decided
                          ->  Adjustment, lines  one for each team; together exactly 0

Calculations know nothing of transfers: what a comparison finds stands beside them. Where rules come to say the same,
the transfer is taken back by one of opposite sign.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import names_of

from .models import LONGEST_REASON, Adjustment, AdjustmentLine, Statement, Transfer
from .posting import held_open_period, next_open_month
from .reading import newest
from .receivers import Part, parts
from .states import ClosingRefusedError, held_period, said

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Wish:
    """What is moved, of which part of the statement (by short names, empty for all), and to whom."""

    amount: Decimal
    receiver: str
    project: str = ""
    service: str = ""
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a transfer would post. The parts add up to exactly 0; the first is the credit."""

    statement: Statement
    posted_in: dt.date
    parts: tuple[Part, ...]


def propose_transfer(period: BillingPeriod, team: Team, wish: Wish) -> Proposal:
    """Writes nothing. Raises ClosingRefusedError."""
    statement = newest_statement(period, team)
    credit = credited(statement, wish)
    charged = parts(period, wish.receiver, wish.amount)
    if all(part.team == team for part in charged):
        raise ClosingRefusedError(f"{team} would be charged again; choose somebody else.")
    return Proposal(statement, next_open_month(period), (credit, *charged))


def newest_statement(period: BillingPeriod, team: Team) -> Statement:
    if period.state != BillingPeriod.State.CLOSED:
        raise ClosingRefusedError(f"{period} is {period.state}; correct the rule, and its next run is right.")
    statement = newest(period, team)
    if statement is None:
        raise ClosingRefusedError(f"{team} has no statement of {period}, so there is nothing to credit.")
    return statement


def credited(statement: Statement, wish: Wish) -> Part:
    names = names_of(statement.run)
    project = names.project(wish.project) if wish.project else ""
    pool = names.pool(wish.pool) if wish.pool else ""
    return Part(statement.team, -wish.amount, wish.project, project, wish.pool, pool)


@transaction.atomic
def transfer(
    pk: int, team: Team, wish: Wish, reference: str, reasons: tuple[str, str], user: "User", now: dt.datetime
) -> Transfer:
    """Posted and accepted: on the next statements of all concerned. Raises ClosingRefusedError.

    `reasons` are what the credited team reads and what those who are charged read.
    """
    period = held_period(pk)
    proposal = propose_transfer(period, team, wish)
    made = Transfer.objects.create(
        period=period,
        statement=proposal.statement,
        reference=reference,
        receiver=wish.receiver.strip(),
        amount=wish.amount,
        made_by=user,
        made_at=now,
        reason=said(reasons[1], "somebody else is charged"),
    )
    post(made, lines_of(proposal.parts, wish.service), reasons[0].strip()[:LONGEST_REASON])
    return made


def lines_of(found: Sequence[Part], service: str) -> Iterable[AdjustmentLine]:
    for part in found:
        yield AdjustmentLine(
            team=part.team,
            project=part.project,
            project_name=part.project_name,
            service=service,
            pool=part.pool,
            pool_name=part.pool_name,
            reason=part.reason,
            amount=part.amount,
        )


@transaction.atomic
def take_back(pk: int, user: "User", reason: str, now: dt.datetime) -> Transfer:
    """The opposite of the transfer is posted; both stay in the history. Raises ClosingRefusedError."""
    old = Transfer.objects.select_for_update(of=("self",)).select_related("statement").get(pk=pk)
    if old.takes_back_id or Transfer.objects.filter(takes_back=old).exists():
        raise ClosingRefusedError("This transfer is taken back already.")
    reason = said(reason, "it is taken back")
    lines = list(AdjustmentLine.objects.filter(adjustment__transfer=old).order_by("pk"))
    made = Transfer.objects.create(
        period=old.period,
        statement=old.statement,
        reference=old.reference,
        receiver=old.receiver,
        amount=-old.amount,
        made_by=user,
        made_at=now,
        reason=reason,
        takes_back=old,
    )
    post(made, [turned(line) for line in lines], reason)
    return made


def turned(line: AdjustmentLine) -> AdjustmentLine:
    line.pk, line._state.adding, line.amount = None, True, -line.amount
    return line


def post(made: Transfer, lines: Iterable[AdjustmentLine], to_credited: str) -> None:
    """One accepted adjustment for each team, in the next open period."""
    posted_in = held_open_period(made.period)
    by_team: dict[int | None, list[AdjustmentLine]] = defaultdict(list)
    for line in lines:
        by_team[line.team_id].append(line)
    for team, own in by_team.items():
        adjustment = Adjustment.objects.create(
            transfer=made,
            period=made.period,
            posted_in=posted_in,
            team_id=team,
            cause=Adjustment.Cause.DISPUTE,
            amount=sum((line.amount for line in own), Decimal(0)),
            created_at=made.made_at,
            state=Adjustment.State.ACCEPTED,
            decided_by=made.made_by,
            decided_at=made.made_at,
            reason=to_credited if team == made.statement.team_id else made.reason,
        )
        for line in own:
            line.adjustment = adjustment
        AdjustmentLine.objects.bulk_create(own)


def standing() -> "QuerySet[Transfer]":
    """The transfers that nobody has taken back."""
    return Transfer.objects.filter(takes_back=None, taken_back_by=None)


def moved_already() -> dict[tuple[int, int | None], str]:
    """By period and team, the transfers that stand: what a comparison proposes there may be the same cost again."""
    found: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    rows = Adjustment.objects.filter(transfer__in=standing()).select_related("transfer").order_by("pk")
    for one in rows:
        found[one.period_id, one.team_id].append(f"{one.transfer} moved {one.amount}")
    return {key: " and ".join(words) for key, words in found.items()}
