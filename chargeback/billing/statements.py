"""One stored run -> what a team owes: the Statement that page, workbook and mail read. Nothing is recomputed."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Q

from allocation.engine.money import from_cents, round_to_cents, to_units
from allocation.models import Team

from .breakdowns import by_account, by_environment, environment_key, own_costs
from .changes import Carried, changes
from .figures import Amounts, Day, Line, Statement
from .models import BillingPeriod, Run, TeamDay
from .pool_shares import shares_of_runs
from .rows import LineValues, amounts, read_lines, rows
from .shared_costs import shared_costs
from .stamps import Names, current_run, names_of, run_before, stamp_of


def statement(period: BillingPeriod, team: Team) -> Statement:
    """What `team` owes for `period`, from the period's current run. Raises NoRunError when it has none."""
    run = current_run(period)
    before = run_before(period)
    names = names_of(run)
    lines, lines_before = read_lines(run, before, team=team)
    total = amounts(lines, lines_before)
    shared_before = amounts(lines_before or [], None).shared
    own, own_before = own_costs(run, before, team)
    key = environment_key((*own, *own_before))
    shares = shares_of_runs([one for one in (run, before) if one], Q(team=team))
    carried = Carried(run, lines, shares[run.pk])
    carried_before = Carried(before, lines_before or [], shares[before.pk]) if before else None
    return Statement(
        stamp=stamp_of(period, run),
        team=names.party(team.slug),
        amounts=total,
        by_project=rows(lines, lines_before, key=lambda line: line.project, name=names.project_or_none),
        by_service=rows(lines, lines_before, key=lambda line: line.service, name=lambda service: service),
        by_account=by_account(own, own_before, total, shared_before),
        by_environment=by_environment(key, own, own_before, total, shared_before),
        environment_key=key,
        shared_costs=shared_costs(run, lines, carried.shares, names),
        days=days(run, team, total),
        lines=tuple(printed(line, names) for line in lines),
        changes=changes(carried, carried_before, names) if carried_before else None,
    )


def printed(line: LineValues, names: Names) -> Line:
    pool = names.pool(line.pool) if line.pool else ""
    return Line(names.project_or_none(line.project), line.service, pool, line.amount, line.cents)


def days(run: Run, team: Team, total: Amounts) -> tuple[Day, ...]:
    """The team's cost day by day in cents that add up to the statement's direct and shared cost."""
    exact = daily_sums(run, team)
    present = sorted({day for day, _ in exact})
    direct = in_cents([exact[day, False] for day in present], total.direct)
    shared = in_cents([exact[day, True] for day in present], total.shared)
    return tuple(Day(*day) for day in zip(present, direct, shared, strict=True))


def daily_sums(run: Run, team: Team) -> dict[tuple[dt.date, bool], Decimal]:
    """Exact sums by (day, through a pool); zero where there is no charge."""
    sums: dict[tuple[dt.date, bool], Decimal] = defaultdict(Decimal)
    for day, direct, shared in TeamDay.objects.filter(run=run, team=team).values_list("day", "direct", "shared"):
        sums[day, False], sums[day, True] = direct, shared
    return sums


def in_cents(exact: list[Decimal], total: Decimal) -> list[Decimal]:
    """Each amount in cents, together exactly `total`."""
    cents = round_to_cents([to_units(amount) for amount in exact], int(total * 100))
    return [from_cents(amount) for amount in cents]
