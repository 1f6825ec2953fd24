"""The tutorial's pandas: a table of texts, tag -> project -> team by maps, sums of floats. No rules, no pools.

The table is in memory already; making it is not timed.
"""

import numpy as np
import pandas as pd

from allocation.engine.money import UNIT

from ..company import PROJECTS, TEAMS, costs, series
from ..way import Answer, Way

TEAM_OF_PROJECT = {f"p{number}": f"t{number % TEAMS:03d}" for number in range(PROJECTS)}


def prepare(records: int, count: int) -> Way:
    month, all_series = costs(records, count), series(count)
    service = pd.Series([one.service for one in all_series], dtype="str")
    tag = pd.Series([one.tags.get("project") for one in all_series], dtype="str")
    table = pd.DataFrame(
        {
            "day": month.day,
            "service": service.take(month.series).array,
            "project": tag.take(month.series).array,
            "amount": month.amount / UNIT,
        }
    )
    del month, all_series
    return Way(lambda: allocated(table), answer)


def allocated(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(team=table["project"].map(TEAM_OF_PROJECT).fillna("Unassigned"))
    return table.groupby(["team", "project", "service", "day"], dropna=False)["amount"].sum().reset_index()


def answer(sums: pd.DataFrame) -> Answer:
    return Answer(int(np.rint(sums["amount"].sum() * UNIT)), len(sums))
