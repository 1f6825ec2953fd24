"""PostgreSQL over the same star, with rules and pools, exact in NUMERIC.

Tables are unlogged, so that several workers may read them, and analyzed. The compiler of queries only takes time here.
"""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from ..company import costs
from ..server import used_by_server
from ..way import Answer, Way
from .facts import facts
from .star_sql import TABLES, TOTALS, Dialect, steps, tables

DIALECT = Dialect(regex="{column} ~ '{value}'", wide="numeric", divide="div({}, {})")


def prepare(records: int, count: int, tuned: bool) -> Way:
    known, month = facts(count), costs(records, count)
    database = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    schema = f"bench_{database.info.backend_pid}"  # each contestant has its own
    database.execute(f"SET work_mem = '256MB'; SET jit = off; CREATE SCHEMA {schema}; SET search_path = {schema}")
    for name, columns in TABLES.items():
        database.execute(f"CREATE UNLOGGED TABLE {name} ({columns})")
    for name, facts_of_table in tables(known):
        copy(database, name, facts_of_table)
    for start in range(0, records, 1_000_000):
        some = slice(start, start + 1_000_000)
        rows = (month.series[some].tolist(), month.day[some].tolist(), month.amount[some].tolist())
        copy(database, "records", zip(*rows, strict=True))
    for name in TABLES:
        database.execute(f"VACUUM ANALYZE {name}")
    queries = steps(known.book.rules, DIALECT, tuned)

    def work() -> None:
        for name, query in queries:
            database.execute(f"DROP TABLE IF EXISTS {name}")
            database.execute(f"CREATE UNLOGGED TABLE {name} AS {query}")
            database.execute(f"ANALYZE {name}")

    return Way(work, lambda _: answer(database, known.book.teams), used_by_server(database.info.backend_pid))


def copy(database: Any, table: str, rows: Iterable[Sequence[object]]) -> None:
    with database.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as wire:
        wire.write("".join("\t".join(map(text, row)) + "\n" for row in rows))


def text(value: object) -> str:
    return r"\N" if value is None else str(value)


def answer(database: Any, teams: Any) -> Answer:
    rows = database.execute(TOTALS).fetchall()
    sums = {"" if team is None else teams[team].slug: int(amount) for team, amount, _ in rows}
    return Answer(sum(sums.values()), sum(count for _, _, count in rows), sums)
