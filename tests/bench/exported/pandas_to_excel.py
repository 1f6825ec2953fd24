"""As one writes it: one SQL join into a DataFrame, then `to_excel`. Amounts are floats, texts may be formulas."""

import os
import tempfile
from pathlib import Path

import pandas as pd

from allocation.engine.money import UNIT

from ..months.databases import use_copy
from ..pulled.pandas_to_sql import engine_of
from ..way import Answer, Way

QUERY = """
SELECT r.day AS first_day, r.day AS last_day, t.slug AS team, a.reason, s.sub_account_id, s.sub_account_name,
       s.service_name, p.name AS project, a.rule, o.name AS pool, r.billed_cost
FROM billing_assignment a
JOIN costs_costseries s ON s.id = a.series_id
JOIN costs_costrecord r ON r.series_id = s.id AND r.day >= a.start AND r.day < a.until
LEFT JOIN allocation_team t ON t.id = a.team_id
LEFT JOIN allocation_project p ON p.id = a.project_id
LEFT JOIN allocation_pool o ON o.id = a.pool_id
WHERE r.billed_cost <> 0
ORDER BY r.billed_cost DESC
"""


def prepare(database: str) -> Way:
    used = use_copy(database)
    engine = engine_of(f"{database}_{os.getpid()}")
    file = Path(tempfile.mkdtemp(prefix="bench-exports-")) / "lines.xlsx"

    def run() -> pd.DataFrame:
        lines = pd.read_sql(QUERY, engine)
        lines.to_excel(file, index=False, engine="openpyxl")
        return lines

    return Way(run, answer, used)


def answer(lines: pd.DataFrame) -> Answer:
    return Answer(round(float(lines["billed_cost"].sum()) * UNIT), len(lines), precision=UNIT)
