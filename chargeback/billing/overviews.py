"""One stored run -> the whole company's month, and the months before it."""

from decimal import Decimal

from django.db.models import Sum

from allocation.models import Team
from chargeback.clock import add_months

from .figures import MonthTotals, Overview, Reconciliation, percent
from .models import BillingPeriod, Run, StatementLine
from .rows import LineValues, amounts, read_team_sums, rows
from .stamps import current_run, names_of, run_before, stamp_of

TREND_MONTHS = 13


def overview(period: BillingPeriod) -> Overview:
    """Every team's cost, unallocated, the bill and the trend. Raises NoRunError when the period has no run."""
    run = current_run(period)
    before = run_before(period)
    names = names_of(run)
    lines = read_team_sums(run)
    lines_before = read_team_sums(before) if before else None
    charged, nobody = by_party(lines)
    charged_before, nobody_before = by_party(lines_before) if lines_before is not None else (None, None)
    bill = amounts(lines, lines_before)
    return Overview(
        stamp=stamp_of(period, run),
        bill=bill,
        unallocated=amounts(nobody, nobody_before),
        allocated_percent=percent(amounts(charged, None).total, bill.total),
        teams=rows(
            charged,
            charged_before,
            key=lambda line: line.team,
            name=lambda slug: names.party(slug).name,
            owner=lambda slug: names.party(slug).owner,
            whole=bill.total,
        ),
        reconciliation=Reconciliation(run.control_total, run.allocated, run.unallocated, run.rounding),
        trend=trend(period),
        team_names=dict(Team.objects.values_list("slug", "name"))
        | {slug: party.name for slug, party in names.parties.items()},
    )


def by_party(lines: list[LineValues]) -> tuple[list[LineValues], list[LineValues]]:
    """The lines of teams, and those of nobody."""
    return [line for line in lines if line.team], [line for line in lines if not line.team]


def trend(period: BillingPeriod) -> tuple[MonthTotals, ...]:
    """The totals per team of up to thirteen months, the period's own last, oldest first."""
    first = add_months(period.month, 1 - TREND_MONTHS)
    months = BillingPeriod.objects.filter(currency=period.currency, month__gte=first, month__lte=period.month)
    months = months.exclude(current_run=None).select_related("current_run").defer("current_run__rulebook")
    shown = list(months.order_by("month"))
    totals = team_totals([month.current_run for month in shown if month.current_run])
    return tuple(
        MonthTotals(
            month=month.month,
            is_estimated=bool(month.current_run and month.current_run.is_estimated),
            is_open=month.state == BillingPeriod.State.OPEN,
            totals=totals.get(month.current_run_id or 0, {}),
        )
        for month in shown
    )


def team_totals(runs: list[Run]) -> dict[int, dict[str, Decimal]]:
    """Cents per run and team slug; unallocated under the empty slug."""
    sums = StatementLine.objects.filter(run__in=runs).values_list("run_id", "team__slug").annotate(Sum("cents"))
    totals: dict[int, dict[str, Decimal]] = {}
    for run, team, cents in sums.order_by("run_id", "team__slug"):
        totals.setdefault(run, {})[team or ""] = cents
    return totals
