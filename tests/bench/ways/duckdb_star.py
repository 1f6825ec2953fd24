"""DuckDB over the same star, with rules and pools, exact in HUGEINT."""

from typing import Any

import duckdb
import pandas as pd

from ..company import costs
from ..way import Answer, Way
from .facts import facts
from .star_sql import TABLES, TOTALS, Dialect, steps, tables

DIALECT = Dialect(regex="regexp_matches({column}, '{value}')", wide="HUGEINT", divide="({} // {})")


def prepare(records: int, count: int, tuned: bool) -> Way:
    known, month = facts(count), costs(records, count)
    database = duckdb.connect()
    database.execute("SET enable_progress_bar = false")
    for name, rows in tables(known):
        columns = [column.split()[0] for column in TABLES[name].split(", ")]
        frame = pd.DataFrame(rows, columns=columns)
        database.execute(f"CREATE TABLE {name} ({TABLES[name]})")
        database.execute(f"INSERT INTO {name} SELECT * FROM frame")
        del frame
    frame = pd.DataFrame({"series": month.series, "day": month.day, "amount": month.amount}, copy=False)
    database.execute("CREATE TABLE records AS SELECT * FROM frame")
    del frame, month
    statements = [
        (name, f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        for name, query in steps(known.book.rules, DIALECT, tuned)
    ]

    def work() -> None:
        for _, statement in statements:
            database.execute(statement)

    return Way(work, lambda _: answer(database, known.book.teams))


def answer(database: Any, teams: Any) -> Answer:
    rows = database.execute(TOTALS).fetchall()
    sums = {"" if team is None else teams[team].slug: int(amount) for team, amount, _ in rows}
    return Answer(sum(sums.values()), sum(count for _, _, count in rows), sums)
