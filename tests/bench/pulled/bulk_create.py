"""Django's way: pages by boto3, exact decimals, a row with all its dimensions for each cost, `bulk_create`."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, models, transaction
from django.db.models import Count, Sum

from allocation.engine.money import to_units

from ..months.databases import use_copy
from ..pages import METRICS
from ..way import Answer, Way
from .cloud import groups, point_to

BATCH = 5_000  # of 1,000 to 100,000 the quickest


class PulledCost(models.Model):
    """What a service cost in an account on a day."""

    day = models.DateField()
    account = models.CharField(max_length=64)
    service = models.CharField(max_length=256)
    billed = models.DecimalField(max_digits=28, decimal_places=10)
    effective = models.DecimalField(max_digits=28, decimal_places=10)

    class Meta:
        app_label, db_table = "bench", "bench_pulledcost"
        indexes = [models.Index(fields=["day"], name="pulledcost_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.service}: {self.billed}"


def prepare(database: str, url: str) -> Way:
    used = use_copy(database)
    point_to(url)
    with connection.schema_editor() as editor:
        editor.create_model(PulledCost)
    return Way(run, lambda _: answer(), used)


@transaction.atomic
def run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bench_pulledcost")
    PulledCost._default_manager.bulk_create(rows(), batch_size=BATCH)


def rows() -> Iterator[PulledCost]:
    for day, group in groups():
        account, service = group["Keys"]
        billed, effective = (Decimal(group["Metrics"][metric]["Amount"]) for metric in METRICS)
        yield PulledCost(
            day=dt.date.fromisoformat(day), account=account, service=service, billed=billed, effective=effective
        )


def answer() -> Answer:
    found = PulledCost._default_manager.aggregate(count=Count("*"), total=Sum("billed"))
    return Answer(to_units(found["total"]), found["count"])
