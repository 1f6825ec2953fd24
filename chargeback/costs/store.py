"""Writes a batch: one transaction replaces exactly the days of its window. No update, so what vanished vanishes."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from allocation.engine.money import from_units
from chargeback.collecting import collecting_later
from chargeback.jobs.locks import hold_until_commit
from chargeback.sources.batch import CostBatch

from .copying import copy_columns
from .models import DailyControl, Pull
from .packs import packs_kept, write_packs
from .restatements import restate, set_aside
from .series import series_ids

RECORDS = "costs_costrecord"
COLUMNS = {
    "series_id": "bigint", "day": "date", "billed_cost": "numeric", "effective_cost": "numeric", "pull_id": "bigint",
}  # fmt: skip
PART = 20_000  # rows in memory at a time


@collecting_later()
@transaction.atomic
def store(pull: Pull, batch: CostBatch, now: dt.datetime) -> None:
    """The days of the batch hold its costs and nothing else, what that changed is known, and the pull is stored."""
    source, window = pull.source, batch.window
    hold_costs(source.pk)
    ids = np.array(series_ids(source, batch.series), np.int64)
    with packs_kept():
        known = set_aside(source, window)
        copy_records(pull, batch, ids)
    write_packs(source.pk, window, ids[batch.code], batch.day, batch.billed, batch.effective)
    restate(pull, window, known)
    DailyControl.objects.filter(source=source, day__gte=window.start, day__lt=window.end).delete()
    DailyControl.objects.bulk_create(controls(pull, batch))
    pull.state, pull.finished_at, pull.currency = Pull.State.STORED, now, batch.currency
    pull.records = len(batch)
    pull.billed_cost = sum(total.billed for total in batch.totals)
    pull.effective_cost = sum(total.effective for total in batch.totals)
    pull.save()


def hold_costs(source_id: int) -> None:
    """Nobody else replaces the source's costs until the transaction ends: records and totals stay of one pull."""
    hold_until_commit(f"costs:{source_id}")


def copy_records(pull: Pull, batch: CostBatch, ids: NDArray[np.int64]) -> None:
    """The batch's costs are records of the pull."""
    if batch.billed.dtype == object or batch.effective.dtype == object:
        copy_large(pull, batch, ids)
    else:
        copy_columns(RECORDS, COLUMNS, parts(pull, batch, ids))


def parts(pull: Pull, batch: CostBatch, ids: NDArray[np.int64]) -> Iterator[tuple[NDArray[Any], ...]]:
    """The columns of the batch's records, a part of the rows at a time: never are all there twice."""
    start = np.datetime64(batch.window.start)
    for first in range(0, len(batch), PART):
        rows = slice(first, first + PART)
        code = batch.code[rows]
        yield (
            ids[code],
            start + batch.day[rows],
            batch.billed[rows],
            batch.effective[rows],
            np.full(len(code), pull.pk),
        )


def copy_large(pull: Pull, batch: CostBatch, ids: NDArray[np.int64]) -> None:
    """Records with amounts that 64 bits cannot hold, row by row."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {RECORDS} ({', '.join(COLUMNS)}) FROM STDIN") as target:
        for part in parts(pull, batch, ids):
            for series, day, billed, effective, pk in zip(*(column.tolist() for column in part), strict=True):
                target.write_row((series, day, from_units(billed), from_units(effective), pk))


def controls(pull: Pull, batch: CostBatch) -> list[DailyControl]:
    return [
        DailyControl(
            source=pull.source,
            pull=pull,
            day=total.day,
            currency=total.currency,
            billed_cost=total.billed,
            effective_cost=total.effective,
            is_estimated=total.is_estimated,
        )
        for total in batch.totals
    ]
