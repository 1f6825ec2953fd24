"""What a run reads: the month's cost series, records and control totals of one currency, as the engine's values."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray
from psycopg.errors import NumericValueOutOfRange

from allocation.engine.costs import MonthOfCosts, Series
from allocation.engine.money import UNIT, to_units
from chargeback.clock import next_month
from chargeback.costs.models import CostSeries, DailyControl

# COPY's binary form: a header of 19 bytes, then per row a field count and each field's length and value, big-endian.
HEADER, TRAILER = 19, 2
ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("n1", ">i4"),
        ("series", ">i8"),
        ("n2", ">i4"),
        ("day", ">i4"),
        ("n3", ">i4"),
        ("amount", ">i8"),
    ]
)
RECORDS = """
    SELECT r.series_id, r.day - %(month)s::date, {amount}
    FROM costs_costrecord r JOIN costs_costseries s ON s.id = r.series_id
    WHERE r.day >= %(month)s AND r.day < %(end)s AND s.currency = %(currency)s
"""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A month's costs in one currency. `controls` is what the provider billed on each day, in 10^-10."""

    series: tuple[Series, ...]
    series_ids: tuple[int, ...]
    costs: MonthOfCosts
    controls: dict[int, int]
    pulls: tuple[int, ...]
    is_estimated: bool
    fingerprint: str


def read_inputs(month: dt.date, currency: str, basis: str) -> Inputs:
    """The stored costs of the month. Series stand in the order of their fingerprints, the same on every machine."""
    ids, day, amount = read_records(month, currency, f"{basis}_cost")
    present, index = np.unique(ids, return_inverse=True)
    rows = list(
        CostSeries.objects.filter(pk__in=present.tolist()).select_related("source").order_by("fingerprint", "pk")
    )
    place = {row.pk: number for number, row in enumerate(rows)}
    codes = np.array([place[pk] for pk in present.tolist()], dtype=np.int32)[index]
    order = np.lexsort((day, codes))
    costs = MonthOfCosts(month, codes[order], day[order], amount[order])
    billed = list(DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), currency=currency))
    controls = control_totals(billed, month, basis)
    return Inputs(
        series=tuple(as_series(row) for row in rows),
        series_ids=tuple(row.pk for row in rows),
        costs=costs,
        controls=controls,
        pulls=tuple(sorted({control.pull_id for control in billed})),
        is_estimated=any(control.is_estimated for control in billed),
        fingerprint=fingerprint(rows, costs, controls),
    )


def read_records(month: dt.date, currency: str, column: str) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray]:  # type: ignore[type-arg]
    """Series ids, days from the first and amounts in 10^-10: int64, or Python integers where one does not fit."""
    window: dict[str, dt.date | str] = {"month": month, "end": next_month(month), "currency": currency}
    try:
        with transaction.atomic():
            return read_binary(RECORDS.format(amount=f"(r.{column} * {UNIT})::bigint"), window)
    except NumericValueOutOfRange:  # an amount over 9.2e8 of the currency unit
        with connection.cursor() as cursor:
            cursor.execute(RECORDS.format(amount=f"r.{column}"), window)
            rows = cursor.fetchall()
        ids, days, amounts = zip(*rows, strict=True)
        exact = np.array([to_units(amount) for amount in amounts], dtype=object)
        return np.array(ids, dtype=np.int64), np.array(days, dtype=np.int16), exact


def read_binary(
    query: str, window: dict[str, dt.date | str]
) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.int64]]:
    """The rows of `query` (bigint, integer, bigint) straight into columns; 1 M rows take about as long as the wire."""
    buffer = BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", window) as copy:
        for data in copy:
            buffer.write(data)
    rows = np.frombuffer(buffer.getvalue()[HEADER:-TRAILER], dtype=ROW)
    return rows["series"].astype(np.int64), rows["day"].astype(np.int16), rows["amount"].astype(np.int64)


def as_series(row: CostSeries) -> Series:
    return Series(
        service=row.service_name,
        account=row.sub_account_id,
        account_name=row.sub_account_name,
        region=row.region_id,
        charge_category=row.charge_category,
        record_type=row.record_type,
        source=row.source.slug,
        provider="AWS",
        resource=row.resource_id,
        usage_type=row.usage_type,
        tags=row.tags,
        attributes=row.attributes,
    )


def control_totals(controls: list[DailyControl], month: dt.date, basis: str) -> dict[int, int]:
    totals: dict[int, int] = {}
    for control in controls:
        day = (control.day - month).days
        totals[day] = totals.get(day, 0) + to_units(getattr(control, f"{basis}_cost"))
    return totals


def fingerprint(rows: list[CostSeries], costs: MonthOfCosts, controls: dict[int, int]) -> str:
    """SHA-256 of all that the run reads: series with their names, records, control totals."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row.source.slug}\x1f{row.fingerprint}\x1f{row.sub_account_name}\n".encode())
    for column in (costs.series, costs.day):
        digest.update(column.astype(">i4").tobytes())
    digest.update("\n".join(map(str, costs.amount.tolist())).encode())
    digest.update(str(sorted(controls.items())).encode())
    return digest.hexdigest()
