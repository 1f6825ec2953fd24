"""The tutorial's way: Django rows -> pandas -> tag map and groupby on floats -> bulk_create, and the month's sums.

It leaves out rules, pools, exact sums, cents, proof, assignments and keys to teams and projects.
"""

import numpy as np
import pandas as pd
from django.db import models, transaction

from allocation.engine.money import UNIT

from ..company import PROJECTS, TEAMS
from ..way import Answer, Way
from .databases import use_copy
from .wide_rows import Cost, make_rows

TEAM_OF_PROJECT = {f"p{number}": f"t{number % TEAMS:03d}" for number in range(PROJECTS)}
COLUMNS = ["day", "service", "project", "cost"]
BATCH = 5_000  # of 1,000 to 100,000 the quickest


class TeamCost(models.Model):
    """What a team's project cost for a service on a day."""

    day = models.DateField()
    team = models.CharField(max_length=80)
    project = models.CharField(max_length=256)
    service = models.CharField(max_length=256)
    cost = models.DecimalField(max_digits=28, decimal_places=10)

    class Meta:
        app_label, db_table = "bench", "bench_teamcost"
        indexes = [models.Index(fields=["team", "day"], name="teamcost_team_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.team}: {self.cost}"


class TeamMonth(models.Model):
    """What a team's project cost for a service in the month."""

    team = models.CharField(max_length=80)
    project = models.CharField(max_length=256)
    service = models.CharField(max_length=256)
    cost = models.DecimalField(max_digits=28, decimal_places=10)

    class Meta:
        app_label, db_table = "bench", "bench_teammonth"
        indexes = [models.Index(fields=["team"], name="teammonth_team")]

    def __str__(self) -> str:
        return f"{self.team}: {self.cost}"


def prepare(database: str) -> Way:
    used = use_copy(database)
    make_rows(TeamCost, TeamMonth)
    return Way(run, answer, used)


@transaction.atomic
def run() -> pd.DataFrame:
    costs = allocated(read())
    write(TeamCost, costs)
    write(TeamMonth, costs.groupby(["team", "project", "service"])["cost"].sum().reset_index())
    return costs


def read() -> pd.DataFrame:
    rows = Cost._default_manager.values_list(*COLUMNS).iterator(chunk_size=20_000)
    return pd.DataFrame.from_records(rows, columns=COLUMNS)


def allocated(table: pd.DataFrame) -> pd.DataFrame:
    table = table.assign(cost=table["cost"].astype(float), team=table["project"].map(TEAM_OF_PROJECT))
    table = table.fillna({"team": "Unassigned"})
    return table.groupby(["day", "team", "project", "service"])["cost"].sum().reset_index()


def write(model: type[models.Model], table: pd.DataFrame) -> None:
    """The month's rows in the place of those of the run before."""
    model._default_manager.all().delete()
    names = list(table.columns)
    rows = (model(**dict(zip(names, row, strict=True))) for row in table.itertuples(index=False, name=None))
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def answer(costs: pd.DataFrame) -> Answer:
    return Answer(int(np.rint(costs["cost"].sum() * UNIT)), len(costs))
