"""Drafts -> numbered, immutable statements. Run inside the transaction that closes the period."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Max

from allocation.models import Team
from chargeback.billing.figures import Issue
from chargeback.billing.figures import Statement as Figures
from chargeback.billing.models import BillingPeriod, StatementLine
from chargeback.jobs.locks import hold_until_commit

from .checks import name_of
from .drafting import accepted, already_billed, draft
from .frozen import frozen
from .models import Closing, IssuedLine, Statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

Kind = IssuedLine.Kind


def issue_all(closing: Closing, audit_head: str) -> list[Statement]:
    """A statement for every team with cost, adjustments or an older version, by short name; unallocated's is last.

    Each carries `audit_head`, the audit log's newest block.
    """
    year = closing.period.month.year
    hold_until_commit(f"statement-numbers:{year}")
    number = newest(Statement.objects.filter(year=year), "number")
    position = newest(Statement.objects.filter(period=closing.period), "position")
    payers = payers_of(closing.period)
    return [issue(closing, team, number + place, position + place, audit_head) for place, team in enumerate(payers, 1)]


def newest(statements: "QuerySet[Statement]", column: str) -> int:
    return statements.aggregate(newest=Max(column))["newest"] or 0


def payers_of(period: BillingPeriod) -> list[Team | None]:
    """Who gets a statement; None, for unallocated, always does."""
    run = period.current_run_id
    ids = {pk for pk in StatementLine.objects.filter(run=run).values_list("team", flat=True).distinct() if pk}
    for rows in (accepted(period), already_billed(period), Statement.objects.filter(period=period)):
        ids |= {pk for pk in rows.values_list("team", flat=True) if pk}
    return [*Team.objects.filter(pk__in=ids).order_by("slug"), None]


def issue(closing: Closing, team: Team | None, number: int, position: int, audit_head: str) -> Statement:
    period = closing.period
    older = Statement.objects.filter(period=period, team=team).order_by("version").last()
    year = period.month.year
    made = replace(draft(period, team), issue=issue_of(closing, f"{year}-{number:05}", older, audit_head))
    body, checksum = frozen(made)
    row = Statement.objects.create(
        closing=closing,
        period=period,
        run=closing.run,
        team=team,
        version=closing.version,
        year=year,
        number=number,
        position=position,
        replaces=older,
        team_name=made.team.name,
        owner=made.team.owner,
        cost_centre=made.team.cost_centre,
        gl_account=made.team.gl_account,
        rulebook_fingerprint=closing.run.rulebook_fingerprint,
        direct=made.amounts.direct,
        shared=made.amounts.shared,
        adjusted=made.corrected,
        total=made.to_pay,
        issued_at=closing.at,
        body=body,
        checksum=checksum,
        audit_head=audit_head,
    )
    IssuedLine.objects.bulk_create(lines(row, made, period.month), batch_size=1000)
    accepted(period).filter(team=team, statement=None).update(statement=row)
    return row


def issue_of(closing: Closing, number: str, older: Statement | None, audit_head: str) -> Issue:
    return Issue(
        number=number,
        version=closing.version,
        issued_at=closing.at,
        issued_by=name_of(closing.by),
        replaces=older.full_number if older else "",
        note=closing.note,
        audit_head=audit_head,
    )


def lines(row: Statement, made: Figures, month: dt.date) -> Iterable[IssuedLine]:
    charges = [
        IssuedLine(
            kind=Kind.CHARGE, project=one.project, service=one.service, pool=one.pool, month=month, amount=one.cents
        )
        for one in made.lines
    ]
    others = [
        IssuedLine(
            kind=Kind.SETTLED if one.month == month else Kind.ADJUSTMENT,
            project=one.project,
            service=one.service,
            pool=one.pool,
            month=one.month,
            cause=one.what,
            amount=one.cents,
        )
        for one in made.corrections
    ]
    for number, line in enumerate([*charges, *others]):
        line.statement, line.team_id, line.number = row, row.team_id, number
        yield line
