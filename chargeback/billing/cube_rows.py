"""Cubes <-> the database: written with the run, a team's beside the company's; read for who may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

import numpy as np
from django.db import connection
from django.db.models import Q
from psycopg.types.json import Jsonb

from allocation.engine.cells import Amounts, exact
from allocation.engine.money import to_units
from chargeback.costs.packing import packed, unpacked

from .cubes import (
    COST,
    DAYS,
    DIRECT,
    NO_SERIES,
    NOT_KEPT,
    OF_SERIES,
    POOL,
    PROJECT,
    SERVICE,
    SHARED,
    TEAM,
    Cube,
    Dimension,
    packed_codes,
    unpacked_columns,
)
from .models import CostCube, Run, StatementLine

COLUMNS = ("words", "account_names", "codes", "amounts", "cents")
# As bytes and not as a text of them in a query, which both sides would have to write and read.
STORED = {
    "run_id": "int8",
    "team_id": "int8",
    "is_other_basis": "bool",
    "words": "jsonb",
    "account_names": "jsonb",
    **dict.fromkeys(("codes", "amounts", "cents", "daily"), "bytea"),
}
ZERO = Decimal(0)


def write_cubes(run: Run, teams: Mapping[str, int], cube: Cube, is_other_basis: bool = False) -> None:
    """The run's cube is stored, and of each team its own part of it. `teams` are their keys by slug."""
    command = f"COPY {CostCube._meta.db_table} ({', '.join(STORED)}) FROM STDIN (FORMAT binary)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as wire:
        wire.set_types(STORED.values())
        wire.write_row((run.pk, None, is_other_basis, *cells_of(cube)))
        for slug, part in cube.parts(TEAM):
            wire.write_row((run.pk, teams[slug], is_other_basis, *cells_of(part)))


def cells_of(cube: Cube) -> tuple[Jsonb | bytes, ...]:
    """The columns of a stored cube from `words` on."""
    accounts = set(cube.dimensions["account"].words) if "account" in cube.dimensions else set()
    names = {account: name for account, name in cube.account_names.items() if name and account in accounts}
    return (
        Jsonb([[name, column.words] for name, column in cube.dimensions.items()]),
        Jsonb(names),
        packed_codes(cube.dimensions),
        packed(cube.amounts),
        packed(exact(cube.cents)),
        packed(cube.daily) if cube.daily is not None else b"",
    )


def read_cubes(
    runs: Iterable[Run], teams: Sequence[int] | None, with_days: set[int], others: Collection[int] = ()
) -> dict[int, list[Cube]]:
    """Of each run the company's cube (`teams` None) or those of the teams; days only of the runs in `with_days`.

    Those of the runs in `others` are in the basis that is not the run's.

    A run made before cubes were kept is read from its statement lines, which know no account, region and tags.
    """
    wanted = list(runs)
    whose = Q(team=None) if teams is None else Q(team__in=teams)
    own = [run.pk for run in wanted if run.pk not in others]
    basis = Q(run__in=own, is_other_basis=False) | Q(run__in=others, is_other_basis=True)
    rows = CostCube.objects.filter(whose, basis).order_by("run", "team")
    found: dict[int, list[Cube]] = {run.pk: [] for run in wanted}
    for has_days in (False, True):
        some = [pk for pk in found if (pk in with_days) is has_days]
        columns = (*COLUMNS, "daily") if has_days else COLUMNS
        for run, *values in rows.filter(run__in=some).values_list("run_id", *columns) if some else ():
            found[run].append(read(*values))
    for pk in without_cube([pk for pk, cubes in found.items() if not cubes]):
        found[pk] = [of_lines(pk, teams)]
    return found


def without_cube(runs: Sequence[int]) -> set[int]:
    """Those of the runs that kept no cube at all; the others have nothing of the teams that were asked for."""
    if not runs:
        return set()
    return set(runs).difference(CostCube.objects.filter(run__in=runs, team=None).values_list("run_id", flat=True))


def read(
    words: Sequence[tuple[str, Sequence[str]]],
    account_names: dict[str, str],
    codes: memoryview,
    amounts: memoryview,
    cents: memoryview,
    daily: memoryview | None = None,
) -> Cube:
    days = None if daily is None else unpacked(daily).reshape(-1, DAYS)
    return Cube(unpacked_columns(words, codes), unpacked(amounts), unpacked(cents), days, account_names)


def of_lines(run: int, teams: Sequence[int] | None) -> Cube:
    """The cube of a run that kept none."""
    whose = Q() if teams is None else Q(team__in=teams)
    columns = ("team__slug", "project__slug", "service", "pool__slug", "cents", "daily")
    rows = list(StatementLine.objects.filter(whose, run=run).order_by("number").values_list(*columns))
    texts = {
        COST: [SHARED if row[3] else DIRECT for row in rows],
        **{name: [row[place] or "" for row in rows] for place, name in enumerate((TEAM, PROJECT, SERVICE, POOL))},
        **{name: [NO_SERIES if row[3] else NOT_KEPT for row in rows] for name in OF_SERIES},
    }
    daily = as_units([[to_units(day or ZERO) for day in row[5]] for row in rows])
    cents = np.array([int(row[4] * 100) for row in rows], object)
    dimensions = {name: numbered(values) for name, values in texts.items()}
    return Cube(dimensions, daily.sum(axis=1), exact(cents), daily)


def as_units(rows: Sequence[Sequence[int]]) -> Amounts:
    daily = np.array(rows, object).reshape(-1, DAYS)
    return exact(daily.reshape(-1)).reshape(-1, DAYS)


def numbered(texts: Sequence[str]) -> Dimension:
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(text, len(places)) for text in texts], np.int64)
    return Dimension(tuple(places), codes)
