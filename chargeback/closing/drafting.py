"""A period's run and the adjustments that it bills -> what the statement of a team, or of nobody, says."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from allocation.models import AllocationOptions, Team
from chargeback.billing.figures import Correction, Party, Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.rows import amounts, read_lines, rows
from chargeback.billing.stamps import NO_PROJECT, Names, current_run, names_of, run_before, stamp_of
from chargeback.billing.statements import printed, statement

from .models import Adjustment

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNALLOCATED = "Unallocated"


def draft(period: BillingPeriod, team: Team | None) -> Statement:
    """What would be issued now, without a number. Raises NoRunError when the period has no run."""
    made = statement(period, team) if team else of_nobody(period)
    return replace(made, corrections=corrections(period, team))


def of_nobody(period: BillingPeriod) -> Statement:
    """What no rule covers, as a statement of its own to who looks after it."""
    run, before = current_run(period), run_before(period)
    names = names_of(run)
    lines, lines_before = read_lines(run, before, team=None)
    return Statement(
        stamp=stamp_of(period, run),
        team=who_looks_after(names),
        amounts=amounts(lines, lines_before),
        by_project=rows(lines, lines_before, key=lambda line: line.reason, name=lambda reason: reason or NO_PROJECT),
        by_service=rows(lines, lines_before, key=lambda line: line.service, name=lambda service: service),
        shared_costs=(),
        days=(),
        lines=tuple(printed(line, names) for line in lines),
    )


def who_looks_after(names: Names) -> Party:
    slug = AllocationOptions.objects.values_list("unallocated_team__slug", flat=True).first()
    owner = names.party(slug) if slug else Party("", "", "")
    return Party("", UNALLOCATED, owner.owner, owner.cost_centre, owner.gl_account)


def corrections(period: BillingPeriod, team: Team | None) -> tuple[Correction, ...]:
    """Accepted adjustments of earlier months, and what an earlier version of this month billed as adjustments."""
    if not Adjustment.objects.filter(Q(posted_in=period) | Q(period=period), team=team).exists():
        return ()  # as mostly; to ask for all that belongs to them would take ten times as long
    billed = accepted(period).filter(team=team)
    settled = already_billed(period).filter(team=team)
    return (*lines_of(billed, 1), *lines_of(settled, -1))


def accepted(period: BillingPeriod) -> "QuerySet[Adjustment]":
    """The adjustments that the period's statements bill. Those on an older version of them are billed again."""
    return Adjustment.objects.filter(posted_in=period, state=Adjustment.State.ACCEPTED)


def already_billed(period: BillingPeriod) -> "QuerySet[Adjustment]":
    """The period's own adjustments that later statements carry: a new version of it must not bill them twice.

    Transfers are not among them: no run knows of them, so a new version does not bill them.
    """
    own = Adjustment.objects.filter(period=period, state=Adjustment.State.ACCEPTED, transfer=None)
    return own.filter(statement__isnull=False)


def lines_of(adjustments: "QuerySet[Adjustment]", sign: int) -> Iterable[Correction]:
    related = adjustments.select_related("period", "statement", "transfer__statement")
    for one in related.prefetch_related("lines").order_by("pk"):
        what = one.why() if sign > 0 else f"already billed on statement {one.statement}"
        for line in one.lines.all():
            where = line.project_name or line.reason or ("" if one.transfer_id else NO_PROJECT)
            yield Correction(one.period.month, what, where, line.service, line.pool_name, sign * line.amount)
