"""One stored run -> what a team owes: the Statement that page, workbook and mail read. Nothing is recomputed."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum

from allocation.engine.money import from_cents, round_to_cents, to_units
from allocation.models import Team

from .figures import Amounts, Day, Line, Statement
from .models import BillingPeriod, Charge, Run
from .rows import THROUGH_A_POOL, LineValues, amounts, read_lines, rows
from .shared_costs import shared_costs
from .stamps import Names, current_run, names_of, run_before, stamp_of

NO_PROJECT = "(no project)"


def statement(period: BillingPeriod, team: Team) -> Statement:
    """What `team` owes for `period`, from the period's current run. Raises NoRunError when it has none."""
    run = current_run(period)
    before = run_before(period)
    names = names_of(run)
    lines = read_lines(run, team=team)
    lines_before = read_lines(before, team=team) if before else None
    total = amounts(lines, lines_before)
    return Statement(
        stamp=stamp_of(period, run),
        team=names.party(team.slug),
        amounts=total,
        by_project=rows(
            lines, lines_before, key=lambda line: line.project, name=lambda slug: project_name(slug, names)
        ),
        by_service=rows(lines, lines_before, key=lambda line: line.service, name=lambda service: service),
        shared_costs=shared_costs(run, team, lines, names),
        days=days(run, team, total),
        lines=tuple(printed(line, names) for line in lines),
    )


def project_name(slug: str, names: Names) -> str:
    return names.project(slug) if slug else NO_PROJECT


def printed(line: LineValues, names: Names) -> Line:
    pool = names.pool(line.pool) if line.pool else ""
    return Line(project_name(line.project, names), line.service, pool, line.amount, line.cents)


def days(run: Run, team: Team, total: Amounts) -> tuple[Day, ...]:
    """The team's cost day by day in cents that add up to the statement's direct and shared cost."""
    exact = daily_sums(run, team)
    present = sorted({day for day, _ in exact})
    direct = in_cents([exact[day, False] for day in present], total.direct)
    shared = in_cents([exact[day, True] for day in present], total.shared)
    return tuple(Day(*day) for day in zip(present, direct, shared, strict=True))


def daily_sums(run: Run, team: Team) -> dict[tuple[dt.date, bool], Decimal]:
    """Exact sums by (day, through a pool); zero where there is no charge."""
    charges = Charge.objects.filter(run=run, team=team).annotate(is_shared=THROUGH_A_POOL)
    by_day = charges.values_list("day", "is_shared").annotate(Sum("amount")).order_by("day")
    sums: dict[tuple[dt.date, bool], Decimal] = defaultdict(Decimal)
    for day, is_shared, amount in by_day:
        sums[day, is_shared] = amount
    return sums


def in_cents(exact: list[Decimal], total: Decimal) -> list[Decimal]:
    """Each amount in cents, together exactly `total`."""
    cents = round_to_cents([to_units(amount) for amount in exact], int(total * 100))
    return [from_cents(amount) for amount in cents]
