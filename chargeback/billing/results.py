"""Writes what a run found, by COPY: assignments, shares, lines. Run inside the caller's transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocation.engine.allocation import Allocation, Assignments, Payer, PoolShare
from allocation.engine.cells import Amounts
from allocation.engine.costs import MonthOfCosts
from allocation.engine.money import CENT
from allocation.engine.rulebook import Kind, Project, Rulebook, Target
from allocation.models import Pool, Team
from allocation.models import Project as ProjectRow

from . import models as stored
from .binary_copy import Codes, Column, amounts, arrays, dates, keys, numbers, texts
from .inputs import Inputs
from .lines import DAYS, Lines
from .partitions import write

Columns = dict[str, Column]

POOLED = Payer(None, None)  # nobody yet


@dataclass(frozen=True, slots=True)
class Ids:
    """Primary keys by slug."""

    teams: dict[str, int]
    projects: dict[str, int]
    pools: dict[str, int]


def read_ids() -> Ids:
    by_slug = [dict(model._default_manager.values_list("slug", "pk")) for model in (Team, ProjectRow, Pool)]
    return Ids(*by_slug)


def write_results(run: stored.Run, rulebook: Rulebook, inputs: Inputs, allocation: Allocation, lines: Lines) -> None:
    """All rows of the run's results are in the database when this returns, or none when it raises."""
    ids, (assignments, shares) = read_ids(), (allocation.assignments, allocation.shares)
    write(stored.Assignment, run.pk, len(assignments), assignment_columns(run.pk, ids, inputs, assignments))
    write(stored.PoolShare, run.pk, len(shares), share_columns(run.pk, inputs.costs.month, ids, rulebook, shares))
    write(stored.StatementLine, run.pk, len(lines), line_columns(run.pk, ids, lines))


def assignment_columns(run: int, ids: Ids, inputs: Inputs, rows: Assignments) -> Columns:
    month = days_of(inputs.costs.month)
    payers = [POOLED if isinstance(to, Target) else to for to in rows.destinations]
    pools = [ids.pools[to.slug] if isinstance(to, Target) else None for to in rows.destinations]
    return {
        **run_and_payer(run, ids, payers, rows.destination),
        "series_id": keys(inputs.series_ids, rows.series),
        "start": dates(month, rows.first_day),
        "until": dates(month, rows.until_day),
        "rule": texts(rows.rules, rows.rule),
        "pool_id": keys(pools, rows.destination),
        "amount": amounts(assigned_amounts(inputs.costs, rows)),
    }


def days_of(month: dt.date) -> list[dt.date]:
    """The days of the month and the one after it, by their place from the first."""
    return [month + dt.timedelta(days=day) for day in range(DAYS + 1)]


def run_and_payer(run: int, ids: Ids, payers: Sequence[Payer], codes: Codes) -> Columns:
    """The columns that say whose a row is; `codes` are indexes into `payers`."""
    return {
        "run_id": keys([run], np.zeros(len(codes), np.int8)),
        "team_id": keys([ids.teams[who.team] if who.team else None for who in payers], codes),
        "project_id": keys([ids.projects[who.project] if who.project else None for who in payers], codes),
        "reason": texts([who.reason for who in payers], codes),
    }


def assigned_amounts(costs: MonthOfCosts, rows: Assignments) -> Amounts:
    """What each assignment's series cost in its days, in 10^-10. Records stand in the order of series and day."""
    sums = np.cumsum(np.concatenate([np.zeros(1, costs.amount.dtype), costs.amount]))
    position = costs.series.astype(np.int64) * 32 + costs.day
    series = rows.series.astype(np.int64) * 32
    first = np.searchsorted(position, series + rows.first_day)
    after = np.searchsorted(position, series + rows.until_day)
    found: Amounts = sums[after] - sums[first]
    return found


def share_columns(run: int, month: dt.date, ids: Ids, rulebook: Rulebook, rows: Sequence[PoolShare]) -> Columns:
    days, projects = days_of(month), {project.slug: project for project in rulebook.projects}
    receivers = [split_target(row.receiver, projects, days[row.first_day]) for row in rows]
    return {
        "run_id": keys([run] * len(rows)),
        "number": numbers(),
        "pool_id": keys([ids.pools[row.pool] for row in rows]),
        "start": dates([days[row.first_day] for row in rows]),
        "until": dates([days[row.until_day] for row in rows]),
        "method": texts([row.method for row in rows]),
        "team_id": keys([ids.teams[team] if team else None for team, _, _ in receivers]),
        "project_id": keys([ids.projects[project] if project else None for _, project, _ in receivers]),
        "receiver_pool_id": keys([ids.pools[pool] if pool else None for _, _, pool in receivers]),
        "weight": texts([str(row.weight) for row in rows]),
        "unit": texts([row.unit for row in rows]),
        "ratio_numerator": texts([str(row.ratio.numerator) for row in rows]),
        "ratio_denominator": texts([str(row.ratio.denominator) for row in rows]),
        "amount": amounts(np.array([row.amount for row in rows], object)),
        "note": texts([row.note for row in rows]),
    }


def split_target(
    target: Target | None, projects: Mapping[str, Project], day: dt.date
) -> tuple[str | None, str | None, str | None]:
    """A share's receiver as (team, project, pool); a project is paid for by its team of the day."""
    if target is None:
        return None, None, None
    if target.kind is Kind.POOL:
        return None, None, target.slug
    if target.kind is Kind.TEAM:
        return target.slug, None, None
    return projects[target.slug].team_on(day), target.slug, None


def line_columns(run: int, ids: Ids, lines: Lines) -> Columns:
    return {
        **run_and_payer(run, ids, lines.payers, lines.payer),
        "number": numbers(),
        "service": texts(lines.services, lines.service),
        "pool_id": keys([*(ids.pools[slug] for slug in lines.pools), None], lines.pool),  # the last for -1, no pool
        "amount": amounts(lines.amount),
        "cents": amounts(lines.cents.astype(object) * CENT, decimals=2),
        "daily": arrays(lines.daily, lines.is_charged),
    }
