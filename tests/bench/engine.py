"""Allocates a large company's month: 50,000 series, 500 ordered rules, 40 pools, 200 teams, exact to the last digit.

Ours beside what else one could do. `floor` is what nothing can beat: the records added up once, no rules, no pools.
Databases and polars stand here twice: as one writes it, and with the two ideas of the engine that SQL can take over.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from .company import SERIES
from .options import Options
from .race import Contestant, Result, race
from .tables import aligned, table

SIZES = (100_000, 1_000_000, 10_000_000)
SLOW = 100_000  # records; more than this a way that is SLOW_WAYS does not finish in a coffee break
OURS = "ours"
WAYS = (
    (OURS, "ours"),
    ("floor: one bincount a day", "floor"),
    ("the tutorial's pandas, no rules, no pools", "tutorial"),
    ("polars", "polars_star", False),
    ("polars, tuned as ours is", "polars_star", True),
    ("DuckDB", "duckdb_star", False),
    ("DuckDB, tuned as ours is", "duckdb_star", True),
    ("PostgreSQL", "postgresql_star", False),
    ("PostgreSQL, tuned as ours is", "postgresql_star", True),
)
SLOW_WAYS = (("cloud-cost-allocation, no rules, teams only", "amadeus"),)

Ways = Sequence[tuple[Any, ...]]  # name, module, arguments


def lines(options: Options) -> Iterator[str]:
    ours = []
    for records in options.records or SIZES:
        results = race(contestants((*WAYS, *SLOW_WAYS) if records <= SLOW else WAYS, records, SERIES), options.rounds)
        check(results)
        ours.append((records, results[0]))
        yield f"\nengine: {records:,} records, {SERIES:,} series, {options.rounds} rounds"
        yield from table(results, results[0])
    yield "\nengine: ours by size"
    yield from aligned([("records", "CPU s", "s per 1 M", "peak MB"), *(by_size(*one) for one in ours)])


def contestants(ways: Ways, records: int, series: int) -> list[Contestant]:
    return [Contestant(name, f"tests.bench.ways.{module}", (records, series, *more)) for name, module, *more in ways]


def check(results: Sequence[Result]) -> None:
    """Raises AssertionError naming a way that claims the whole answer and gives other totals.

    Other ways round parts to 10^-10 by other rules, so totals of teams may differ by less than one unit a row.
    """
    ours = results[0].answer
    for result in results:
        answer = result.answer
        if answer.teams and abs(answer.total - ours.total) > answer.precision:
            raise AssertionError(f"{result.name} adds up to {answer.total}, not to {ours.total}")
        for team in {*answer.teams, *ours.teams} if answer.teams else ():
            mine, its = ours.teams.get(team, 0), answer.teams.get(team, 0)
            if abs(mine - its) >= ours.rows + answer.precision:
                raise AssertionError(f"{result.name} gives team {team!r} {its}, not {mine}")


def by_size(records: int, result: Result) -> tuple[str, ...]:
    return (
        f"{records:,}",
        f"{result.cpu:.3f}",
        f"{result.cpu / records * 1e6:.3f}",
        f"{result.finish.peak / 1e6:,.0f}",
    )
