"""SQL over wide rows with the rules tried for each row, as tools that keep a bill's lines as they came have to do.

The rest is that of `wide_sql`, whose trick of trying them once per distinct combination needs no more than SQL either.
"""

from ..way import Way
from .wide_sql import DIMENSIONS, way_of

SERIES = f"SELECT id, day, cost, {DIMENSIONS}, dense_rank() OVER (ORDER BY service) AS service_id FROM bench_cost"
CELLS = """
    SELECT s.day, a.pool, a.project, a.service_id, sum(s.cost) * 10000000000 AS amount
    FROM series s JOIN assigned a ON a.id = s.id
    GROUP BY s.day, a.pool, a.project, a.service_id
"""


def prepare(database: str) -> Way:
    return way_of(database, SERIES, {"cells": CELLS})
