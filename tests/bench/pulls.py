"""Pulls a month from Cost Explorer's pages over HTTP into empty tables of PostgreSQL. Every way reads the same bytes.

A page holds 1,000 groups by account and service, with two metrics. Processor time counts the database server's, but not
that of the server of the pages. The portal checks pages and sums and writes control totals; the others do not.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from .options import Options
from .pages import made, serve
from .race import SPAWN, Contestant, Result, race
from .tables import table

SIZES = (200_000,)
LARGE = 1_000_000  # ours alone, for its memory
WAYS = {
    "ours": "ours",
    "boto3, pandas, to_sql": "pandas_to_sql",
    "boto3, Django's bulk_create": "bulk_create",
}


def lines(options: Options) -> Iterator[str]:
    database = empty_database()
    for records in options.records or SIZES:
        yield f"\npulls: {records:,} records from pages over HTTP into PostgreSQL, {options.rounds} rounds"
        yield from results(WAYS, database, records, options.rounds)
    if not options.records:
        yield f"\npulls: {LARGE:,} records, ours alone"
        yield from results({"ours": "ours"}, database, LARGE, 1)


def results(ways: dict[str, str], database: str, records: int, rounds: int) -> list[str]:
    with served(records) as url:
        found = race(
            [Contestant(name, f"tests.bench.pulled.{way}", (database, url)) for name, way in ways.items()], rounds
        )
    check(found)
    return table(found, found[0])


def check(results: list[Result]) -> None:
    """Raises AssertionError naming a way that stored other rows or another sum, but for the precision of floats."""
    ours = results[0].answer
    for result in results:
        answer = result.answer
        if answer.rows != ours.rows or abs(answer.total - ours.total) > answer.precision:
            raise AssertionError(f"{result.name} stored {answer}, not {ours}")


def empty_database() -> str:
    """The name of a new database with the portal's tables. It goes with the server of the benchmark."""
    name = f"bench_pulls_{os.getpid()}"
    process = SPAWN.Process(target=make_empty, args=(name,))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("The database could not be made; the error stands above.")
    return name


def make_empty(name: str) -> None:
    """In a process of its own: the benchmark itself knows no Django."""
    import_module("tests.bench.months.databases").make_empty(name)


@contextmanager
def served(records: int) -> Iterator[str]:
    """The address at which a month of so many records is answered, page by page, by a process of its own."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        made(Path(folder), records)
        mine, its = SPAWN.Pipe()
        process = SPAWN.Process(target=serve, args=(its, folder), daemon=True)
        process.start()
        try:
            yield f"http://127.0.0.1:{mine.recv()}"
        finally:
            process.terminate()
            process.join()
