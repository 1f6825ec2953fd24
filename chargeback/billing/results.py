"""Writes what a run found, by COPY: assignments, shares, charges, lines. Run inside the caller's transaction."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from django.db import connection, models

from allocation.engine.allocation import Allocation, Assignment, Assignments, Charges, PoolShare
from allocation.engine.costs import MonthOfCosts
from allocation.engine.money import from_cents, from_units
from allocation.engine.rulebook import Kind, Rulebook, Target
from allocation.models import Pool, Project, Team

from . import charge_rows
from . import models as stored
from .inputs import Inputs
from .lines import StatementLine


@dataclass(frozen=True, slots=True)
class Ids:
    """Primary keys by slug."""

    teams: dict[str, int]
    projects: dict[str, int]
    pools: dict[str, int]


def read_ids() -> Ids:
    by_slug = [dict(model._default_manager.values_list("slug", "pk")) for model in (Team, Project, Pool)]
    return Ids(*by_slug)


def write_results(
    run: stored.Run, rulebook: Rulebook, inputs: Inputs, allocation: Allocation, lines: Iterable[StatementLine]
) -> None:
    """All rows of the run's results are in the database when this returns, or none when it raises."""
    ids, month = read_ids(), run.period.month
    amounts = assigned_amounts(inputs.costs, allocation.assignments)
    copy(
        stored.Assignment,
        (assignment_row(run, ids, inputs, *row) for row in zip(allocation.assignments, amounts, strict=True)),
    )
    copy(stored.PoolShare, (share_row(run, month, ids, rulebook, row) for row in allocation.shares))
    copy_charges(run, ids, allocation.charges)
    copy(stored.StatementLine, (line_row(run, ids, row) for row in lines))


def copy(model: type[models.Model], rows: Iterable[dict[str, object]]) -> None:
    """COPY `rows` (one dict of columns each, the same columns in all) into the model's table."""
    columns = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as wire:
        for row in rows:
            wire.write_row([row[column] for column in columns])


def copy_charges(run: stored.Run, ids: Ids, charges: Charges) -> None:
    """COPY the charges as one text: building a dict per row would cost as much as all the rest of a run."""
    text = charge_rows.copy_text(charges, run.pk, run.period.month, ids.teams, ids.projects, ids.pools)
    command = f"COPY {stored.Charge._meta.db_table} ({', '.join(charge_rows.COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as wire:
        wire.write(text)


def assigned_amounts(costs: MonthOfCosts, assignments: Assignments) -> Iterator[int]:
    """What each assignment's series cost in its days, in 10^-10. Records stand in the order of series and day."""
    sums = list(accumulate(costs.amount.tolist(), initial=0))
    position = costs.series.astype(np.int64) * 32 + costs.day
    series = assignments.series.astype(np.int64) * 32
    first = np.searchsorted(position, series + assignments.first_day)
    after = np.searchsorted(position, series + assignments.until_day)
    return (sums[last] - sums[start] for start, last in zip(first.tolist(), after.tolist(), strict=True))


def assignment_row(run: stored.Run, ids: Ids, inputs: Inputs, row: Assignment, amount: int) -> dict[str, object]:
    return {
        "run_id": run.pk,
        "series_id": inputs.series_ids[row.series],
        "start": inputs.costs.month + dt.timedelta(days=row.first_day),
        "until": inputs.costs.month + dt.timedelta(days=row.until_day),
        "rule": row.rule,
        "reason": row.reason,
        "amount": from_units(amount),
        **receiver(ids, row.team, row.project),
        "pool_id": ids.pools.get(row.pool or ""),
    }


def share_row(run: stored.Run, month: dt.date, ids: Ids, rulebook: Rulebook, row: PoolShare) -> dict[str, object]:
    start = month + dt.timedelta(days=row.first_day)
    team, project, pool = split_target(row.receiver, rulebook, start)
    return {
        "run_id": run.pk,
        "pool_id": ids.pools[row.pool],
        "start": start,
        "until": month + dt.timedelta(days=row.until_day),
        "method": row.method,
        **receiver(ids, team, project),
        "receiver_pool_id": ids.pools.get(pool or ""),
        "weight": str(row.weight),
        "unit": row.unit,
        "ratio_numerator": str(row.ratio.numerator),
        "ratio_denominator": str(row.ratio.denominator),
        "amount": from_units(row.amount),
        "note": row.note,
    }


def split_target(target: Target | None, rulebook: Rulebook, day: dt.date) -> tuple[str | None, str | None, str | None]:
    """A share's receiver as (team, project, pool); a project is paid for by its team of the day."""
    if target is None:
        return None, None, None
    if target.kind is Kind.POOL:
        return None, None, target.slug
    if target.kind is Kind.TEAM:
        return target.slug, None, None
    project = next(project for project in rulebook.projects if project.slug == target.slug)
    return project.team_on(day), target.slug, None


def line_row(run: stored.Run, ids: Ids, row: StatementLine) -> dict[str, object]:
    return {
        "run_id": run.pk,
        **receiver(ids, row.key.team, row.key.project),
        "service": row.key.service,
        "pool_id": ids.pools.get(row.key.pool),
        "reason": row.key.reason,
        "amount": from_units(row.amount),
        "cents": from_cents(row.cents),
    }


def receiver(ids: Ids, team: str | None, project: str | None) -> dict[str, object]:
    return {"team_id": ids.teams.get(team or ""), "project_id": ids.projects.get(project or "")}
