"""A day's records as three columns of bytes, beside the records: what a run of a month reads.

write_packs   with the records of a pull
read_packs    of a month, when every day that was pulled has one (docs/decisions/0038)
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.cells import Amounts
from chargeback.sources.window import Window

from .models import DailyControl, RecordPack
from .packing import packed, unpacked

WRITE = "COPY costs_recordpack (source_id, day, series, billed, effective) FROM STDIN (FORMAT binary)"
READ = """
    COPY (SELECT source_id, day, series, billed, effective FROM costs_recordpack WHERE day >= %s AND day < %s
        ORDER BY day, source_id) TO STDOUT (FORMAT binary)
"""
TYPES = ("int8", "date", "bytea", "bytea", "bytea")
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pack:
    """The records of a source's day. Amounts are in 10^-10; `effective` is `billed` where no record differs."""

    day: dt.date
    series: Index
    billed: Amounts
    effective: Amounts


@contextmanager
def packs_kept() -> Iterator[None]:
    """Records that are written in this block leave the packs as they are: who writes them writes packs too."""
    setting = "SELECT set_config('chargeback.packs', %s, true)"  # until the transaction ends, whatever happens
    with connection.cursor() as cursor:
        cursor.execute(setting, ["kept"])
        yield
        cursor.execute(setting, [""])


def write_packs(
    source: int, window: Window, series: Index, day: NDArray[np.int16], billed: Amounts, effective: Amounts
) -> None:
    """Every day of the window has the pack of these records, and no other. `day` counts from the window's first."""
    RecordPack.objects.filter(source=source, day__gte=window.start, day__lt=window.end).delete()
    order = np.lexsort((series, day))
    edges = np.searchsorted(day[order], np.arange(len(window.days) + 1))
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(WRITE) as wire:
        wire.set_types(TYPES)
        for number, one in enumerate(window.days):
            some = order[edges[number] : edges[number + 1]]
            columns = [packed(column[some]) for column in (series, billed, effective)]
            wire.write_row((source, one, *columns[:2], b"" if columns[1] == columns[2] else columns[2]))


def read_packs(month: dt.date, end: dt.date) -> list[Pack] | None:
    """The records of the days from `month` up to, not including, `end`. None where a pulled day has no pack."""
    pulled = set(DailyControl.objects.filter(day__gte=month, day__lt=end).values_list("source_id", "day"))
    copy = connection.cursor().copy(READ, (month, end))  # a query would send the bytes as text
    with connection.wrap_database_errors, copy as wire:
        wire.set_types(TYPES)
        rows = {(source, day): pack(day, *columns) for source, day, *columns in wire.rows()}
    return list(rows.values()) if rows and rows.keys() == pulled else None


def pack(day: dt.date, series: bytes, billed: bytes, effective: bytes) -> Pack:
    same = unpacked(billed)
    return Pack(day, unpacked(series).astype(np.int64, copy=False), same, unpacked(effective) if effective else same)
