"""Runs a large company's month in PostgreSQL: records are read, allocated, and charges and the month's lines written.

The company is the one of the engine's benchmark. Processor time counts the server's. Ours reads the columns that pulls
pack beside the records; what packing takes is part of the benchmark of pulls. "From rows" is without them.
"""

import os
from collections.abc import Iterator
from importlib import import_module

from .company import SERIES
from .engine import check
from .options import Options
from .race import SPAWN, Contestant, race
from .tables import table

SIZES = (1_000_000,)
WAYS = {
    "ours": "ours",
    "ours, from rows": "from_records",
    "the tutorial's pandas and bulk_create, no rules, no pools": "tutorial",
    "SQL over wide rows, rules and pools, a CASE per row": "wide_case",
    "the same, rules tried once per combination": "wide_sql",
}


def lines(options: Options) -> Iterator[str]:
    for records in options.records or SIZES:
        results = race(contestants(WAYS, filled(records, SERIES)), options.rounds)
        check(results)
        yield f"\nmonth: {records:,} records, {SERIES:,} series, end to end in PostgreSQL, {options.rounds} rounds"
        yield from table(results, results[0])


def contestants(ways: dict[str, str], database: str) -> list[Contestant]:
    return [Contestant(name, f"tests.bench.months.{module}", (database,)) for name, module in ways.items()]


def filled(records: int, series: int) -> str:
    """The name of a new database with the month. It goes with the server of the benchmark."""
    name = f"bench_month_{os.getpid()}_{records}"
    apart("make", name, records, series)
    return name


def apart(what: str, *arguments: str | int) -> None:
    """Does it in a process of its own: the benchmark knows no Django, and no way holds what was needed before."""
    process = SPAWN.Process(target=do, args=(what, arguments))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("The month could not be filled; the error stands above.")


def do(what: str, arguments: tuple[str | int, ...]) -> None:
    getattr(import_module("tests.bench.months.databases"), what)(*arguments)
