"""What a run reads: the month's cost series, records and control totals of one currency, as the engine's values."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.cells import exact
from allocation.engine.costs import TAG, MonthOfCosts, SeriesTable
from allocation.engine.money import to_units
from chargeback.clock import next_month
from chargeback.costs.models import DailyControl

from .checksums import plain
from .records import STRIDE, read_records

SERIES = """
    SELECT s.id, s.fingerprint, {columns}, s.tags::text, s.attributes::text
    FROM costs_costseries s JOIN costs_source source ON source.id = s.source_id
    WHERE s.id = ANY(%s::bigint[]) AND s.currency = %s ORDER BY s.fingerprint, s.id
"""
OTHER = {"billed": "effective", "effective": "billed"}
PROVIDER = "AWS"  # of every series, until there is a second provider
# The engine's dimensions of a series (see Series), but for its tags and attributes.
DIMENSIONS = {
    "service": "s.service_name",
    "account": "s.sub_account_id",
    "account_name": "s.sub_account_name",
    "region": "s.region_id",
    "charge_category": "s.charge_category",
    "record_type": "s.record_type",
    "source": "source.slug",
    "provider": f"'{PROVIDER}'",
    "resource": "s.resource_id",
    "usage_type": "s.usage_type",
}
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Inputs:
    """A month's costs in one currency. `controls` is what the provider billed on each day, in 10^-10."""

    series: SeriesTable
    series_ids: tuple[int, ...]
    costs: MonthOfCosts
    controls: dict[int, int]
    pulls: tuple[int, ...]
    is_estimated: bool
    fingerprint: str


def read_inputs(month: dt.date, currency: str, basis: str) -> Inputs:
    """The stored costs of the month. Series stand in the order of their fingerprints, the same on every machine."""
    (inputs,) = read_bases(month, currency, basis)
    return inputs


def read_both(month: dt.date, currency: str, basis: str) -> tuple[Inputs, Inputs]:
    """The same, and the costs in the basis that is not `basis`: the same value where no record of the month differs."""
    inputs, *others = read_bases(month, currency, basis, OTHER[basis])
    return inputs, others[0] if others else inputs


def read_bases(month: dt.date, currency: str, *bases: str) -> list[Inputs]:
    """The stored costs of the month in each of the bases; in the first alone where no record of the month differs."""
    records = read_records(month, *bases)
    present, starts, lengths = runs_of(records.place // STRIDE)
    series_ids, prints, series = read_series(present, currency)
    own = np.searchsorted(present, series_ids)  # the others are in other currencies
    order = joined(starts[own], lengths[own])
    codes = np.repeat(np.arange(len(series), dtype=np.int32), lengths[own])
    days = (records.place % STRIDE).astype(np.int16)[order]
    billed = list(DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), currency=currency))
    found = []
    for basis, amount in zip(bases, records.amounts, strict=False):
        costs = MonthOfCosts(month, codes, days, exact(amount[order]))
        controls = control_totals(billed, month, basis)
        found.append(
            Inputs(
                series=series,
                series_ids=tuple(series_ids.tolist()),
                costs=costs,
                controls=controls,
                pulls=tuple(sorted({control.pull_id for control in billed})),
                is_estimated=any(control.is_estimated for control in billed),
                fingerprint=fingerprint(prints, series, costs, controls),
            )
        )
    return found


def read_series(ids: Index, currency: str) -> tuple[Index, Sequence[str], SeriesTable]:
    """Of the series with these ids those in the currency, by fingerprint: their ids, fingerprints and dimensions."""
    with connection.cursor() as cursor:
        wanted = f"{{{','.join(map(str, ids.tolist()))}}}"  # a list is quoted number by number
        cursor.execute(SERIES.format(columns=", ".join(DIMENSIONS.values())), [wanted, currency])
        rows = cursor.fetchall()
    pks, fingerprints, *texts, tags, attributes = zip(*rows, strict=True) if rows else ((),) * (len(DIMENSIONS) + 4)
    columns = dict(zip(DIMENSIONS, texts, strict=True)) | columns_of(tags, TAG) | columns_of(attributes)
    return np.array(pks, np.int64), fingerprints, SeriesTable(len(rows), columns)


def columns_of(texts: Sequence[str], prefix: str = "") -> dict[str, list[str]]:
    """One column per key of the JSON objects. In one call to JSON: one by one would take five times as long."""
    columns: defaultdict[str, list[str]] = defaultdict(lambda: [""] * len(texts))
    for place, labels in enumerate(msgspec.json.decode(f"[{','.join(texts)}]")):
        for key, value in labels.items():
            columns[key][place] = value
    return {f"{prefix}{key}": column for key, column in columns.items()}


def runs_of(ids: Index) -> tuple[Index, Index, Index]:
    """Of sorted ids: each once, where it starts, and how often it stands there."""
    starts = np.flatnonzero(np.diff(ids, prepend=-1))
    return ids[starts], starts, np.diff(starts, append=len(ids))


def joined(starts: Index, lengths: Index) -> Index:
    """The numbers from each start on, as many as its length says, one run after the other."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)


def control_totals(controls: list[DailyControl], month: dt.date, basis: str) -> dict[int, int]:
    totals: dict[int, int] = {}
    for control in controls:
        day = (control.day - month).days
        totals[day] = totals.get(day, 0) + to_units(getattr(control, f"{basis}_cost"))
    return totals


def fingerprint(
    series_prints: Sequence[str], series: SeriesTable, costs: MonthOfCosts, controls: dict[int, int]
) -> str:
    """SHA-256 of all that the run reads: series with their names, records, control totals."""
    names = zip(series.columns["source"], series_prints, series.columns["account_name"], strict=True)
    digest = hashlib.sha256("".join(f"{source}\x1f{print_}\x1f{name}\n" for source, print_, name in names).encode())
    for column in (costs.series, costs.day):
        digest.update(column.astype(">i4").tobytes())
    digest.update(plain(costs.amount))
    digest.update(str(sorted(controls.items())).encode())
    return digest.hexdigest()
