"""Writes a batch: one transaction replaces exactly the days of its window. No update, so what vanished vanishes."""

import datetime as dt

import numpy as np
from django.db import connection, transaction

from allocation.engine.money import from_units
from chargeback.jobs.locks import hold_until_commit
from chargeback.sources.batch import CostBatch

from .copying import copy_columns
from .models import DailyControl, Pull
from .packs import packs_kept, write_packs
from .restatements import restate, set_aside
from .series import series_ids

RECORDS = "costs_costrecord"


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


def copy_records(pull: Pull, batch: CostBatch, ids: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> None:
    """The batch's costs are records. In the order of series, which is how the index of records grows fastest."""
    order = np.lexsort((batch.day, batch.code))
    code, billed, effective = batch.code[order], batch.billed[order], batch.effective[order]
    days = np.datetime64(batch.window.start) + batch.day[order]
    if billed.dtype == object or effective.dtype == object:
        copy_large(pull, zip(ids[code].tolist(), days.tolist(), billed.tolist(), effective.tolist(), strict=True))
        return
    columns = {
        "series_id": ("bigint", ids[code]),
        "day": ("date", days),
        "billed_cost": ("numeric", billed),
        "effective_cost": ("numeric", effective),
        "pull_id": ("bigint", np.full(len(code), pull.pk)),
    }
    copy_columns(RECORDS, columns)


def copy_large(pull: Pull, rows: "zip[tuple[int, dt.date, int, int]]") -> None:
    """Records with amounts that 64 bits cannot hold, row by row."""
    columns = "series_id, day, billed_cost, effective_cost, pull_id"
    with connection.cursor() as cursor, cursor.copy(f"COPY {RECORDS} ({columns}) FROM STDIN") as target:
        for series, day, billed, effective in rows:
            target.write_row((series, day, from_units(billed), from_units(effective), pull.pk))


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
