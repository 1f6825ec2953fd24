"""The large company's month in PostgreSQL: series, records, control totals and rulebook, as pulls would store them."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.costs import Series
from allocation.engine.money import from_units
from allocation.rulebook import save_rulebook
from chargeback.costs.models import DailyControl, Pull, Source
from chargeback.costs.packs import write_packs
from chargeback.sources.window import Window

from ..company import DAYS, MONTH, rulebook, series

CURRENCY = "USD"
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
SERIES_COLUMNS = (
    "id, source_id, fingerprint, sub_account_id, sub_account_name, service_name, region_id, charge_category, "
    "record_type, usage_type, resource_id, currency, tags, attributes"
)
RECORD_COLUMNS = "series_id, day, billed_cost, effective_cost, pull_id"

Codes = NDArray[np.int64]


def fill(records: int, count: int) -> None:
    """The month with so many records of so many series, at most 31 each, is in the database."""
    source = Source.objects.create(slug="aws", name="AWS")
    end = MONTH + dt.timedelta(days=DAYS)
    pull = Pull.objects.create(source=source, start=MONTH, end=end, state="stored", started_at=NOW, finished_at=NOW)
    save_rulebook(rulebook())
    copy("costs_costseries", SERIES_COLUMNS, series_rows(source.pk, series(count)))
    codes, amounts = random_records(records, count)
    copy("costs_costrecord", RECORD_COLUMNS, record_rows(pull, codes, amounts))
    number, day = np.divmod(codes, DAYS)
    write_packs(source.pk, Window(MONTH, end), number + 1, day.astype(np.int16), amounts, amounts)
    DailyControl.objects.bulk_create(controls(pull, codes, amounts))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def random_records(records: int, count: int) -> tuple[Codes, Codes]:
    """Series and day as one code (series * 31 + day), each once, series by series; amounts in 10^-10."""
    generator = np.random.default_rng(3)
    codes = np.sort(generator.permutation(count * DAYS)[:records])
    return codes, generator.integers(-(10**8), 10**11, len(codes), dtype=np.int64)


def series_rows(source: int, all_series: Sequence[Series]) -> Iterable[Sequence[object]]:
    for number, one in enumerate(all_series):
        fingerprint = hashlib.sha256(str(number).encode()).hexdigest()
        dimensions = (one.account, one.account_name, one.service, one.region, one.charge_category, one.record_type)
        names = (one.usage_type, one.resource, CURRENCY, json.dumps(dict(one.tags)), "{}")
        yield (number + 1, source, fingerprint, *dimensions, *names)


def record_rows(pull: Pull, codes: Codes, amounts: Codes) -> Iterable[Sequence[object]]:
    for code, amount in zip(codes.tolist(), map(from_units, amounts.tolist()), strict=True):
        number, day = divmod(code, DAYS)
        yield (number + 1, MONTH + dt.timedelta(days=day), amount, amount, pull.pk)


def controls(pull: Pull, codes: Codes, amounts: Codes) -> Iterable[DailyControl]:
    for day in range(DAYS):
        total = from_units(int(amounts[codes % DAYS == day].sum()))
        yield DailyControl(
            source=pull.source,
            pull=pull,
            day=MONTH + dt.timedelta(days=day),
            currency=CURRENCY,
            billed_cost=total,
            effective_cost=total,
            is_estimated=False,
        )


def copy(table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as wire:
        for row in rows:
            wire.write_row(row)
