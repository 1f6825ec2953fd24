"""SQL over wide rows, all inside PostgreSQL: rules and pools, exact in NUMERIC, charges and the month's sums as tables.

Rules are tried once per distinct combination of dimensions, which is the quickest that we know. It leaves out cents,
proof, assignments, shares, and keys to teams, projects and pools.
"""

from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from allocation.engine.money import to_units
from allocation.engine.rulebook import Team

from ..company import SERIES
from ..way import Answer, Way
from ..ways.facts import facts
from ..ways.postgresql_star import DIALECT, copy
from ..ways.star_sql import TABLES, steps, tables
from .databases import use_copy
from .wide_rows import make_rows

DIMENSIONS = "service, account, region, resource, env, app, project"
SERIES_OF_ROWS = f"""
    SELECT *, row_number() OVER () AS id, dense_rank() OVER (ORDER BY service) AS service_id
    FROM (SELECT DISTINCT {DIMENSIONS} FROM bench_cost) AS found
"""
# A query for each join: PostgreSQL expects one row of a join by seven columns, and for each row of that one looked
# through all of the next table.
PLACED = "SELECT s.*, a.pool, a.project AS payer FROM series s JOIN assigned a ON a.id = s.id"
CELLS_OF_ROWS = f"""
    SELECT r.day, p.pool, p.payer AS project, p.service_id, sum(r.cost) * 10000000000 AS amount
    FROM bench_cost r JOIN placed p USING ({DIMENSIONS})
    GROUP BY r.day, p.pool, p.payer, p.service_id
"""
RESULTS = """
    DROP TABLE IF EXISTS bench_charge, bench_line;
    CREATE TABLE bench_charge AS
        SELECT c.day, c.team, c.project, s.service, c.pool, (c.amount / 10000000000)::numeric(28,10) AS amount
        FROM ({charges}) c JOIN (SELECT DISTINCT service_id, service FROM series) s USING (service_id);
    CREATE INDEX ON bench_charge (team, day);
    CREATE TABLE bench_line AS
        SELECT team, project, service, pool, sum(amount) AS amount FROM bench_charge GROUP BY 1, 2, 3, 4;
    CREATE INDEX ON bench_line (team);
"""
TOTALS = "SELECT team, sum(amount), count(*) FROM bench_charge GROUP BY team"


def prepare(database: str) -> Way:
    return way_of(database, SERIES_OF_ROWS, {"placed": PLACED, "cells": CELLS_OF_ROWS})


def way_of(database: str, series: str, cells: Mapping[str, str]) -> Way:
    """The way that finds its series by the one query and adds up its cells by the others."""
    used, known = use_copy(database), facts(SERIES)
    make_rows()
    made = dict(steps(known.book.rules, DIALECT, tuned=False))
    charges = made.pop("charges")
    queries = {"series": series}
    for name, query in made.items():
        queries |= cells if name == "cells" else {name: query}
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        for name, rows in tables(known):
            if name != "series":
                cursor.execute(f"CREATE TEMP TABLE {name} ({TABLES[name]})")
                copy(connection.connection, name, rows)
                cursor.execute(f"ANALYZE {name}")
    return Way(lambda: run(queries, RESULTS.format(charges=charges)), lambda _: answer(known.book.teams), used)


@transaction.atomic
def run(queries: dict[str, str], results: str) -> None:
    with connection.cursor() as cursor:
        for name, query in queries.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TEMP TABLE {name} AS {query}")
            cursor.execute(f"ANALYZE {name}")
        cursor.execute(results)


def answer(teams: Sequence[Team]) -> Answer:
    with connection.cursor() as cursor:
        cursor.execute(TOTALS)
        rows = cursor.fetchall()
    sums = {"" if team is None else teams[team].slug: to_units(amount) for team, amount, _ in rows}
    return Answer(sum(sums.values()), sum(count for _, _, count in rows), sums)
