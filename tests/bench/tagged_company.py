"""A large company in the database for measuring pages: 50,000 series, 20,000 values of the project tag, some months."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import numpy as np
from django.db import connection

from allocation.rulebook import save_rulebook
from chargeback.billing.runs import run_period
from chargeback.clock import days_between, next_month
from chargeback.costs.models import CostSeries, DailyControl, Pull, Source
from chargeback.costs.tag_values import notice_values

from .company import PROJECTS, SERIES, one_series, rulebook

NOW = dt.datetime(2026, 11, 1, 6, tzinfo=dt.UTC)
MONTHS = (dt.date(2026, 8, 1), dt.date(2026, 9, 1), dt.date(2026, 10, 1))
UNKNOWN = 19_400
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SERIES_COLUMNS = (
    "source_id, fingerprint, sub_account_id, sub_account_name, service_name, region_id, charge_category, record_type, "
    "usage_type, resource_id, currency, tags, attributes"
)


def store_company(records: int) -> None:
    """The company is in the database, each month with so many records, run, its tag values noticed."""
    save_rulebook(rulebook())
    source = Source.objects.create(slug="aws", name="AWS", tag_keys=["project", "env", "app"])
    copy(f"costs_costseries ({SERIES_COLUMNS})", series_rows(source))
    ids = np.array(CostSeries.objects.order_by("pk").values_list("pk", flat=True))
    for month in MONTHS:
        store_month(source, month, ids, records)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for month in MONTHS:
        run_period(month, "USD", NOW)
    notice_values(source, NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def series_rows(source: Source) -> Iterator[tuple[object, ...]]:
    """Half of the series carry a known value of the project tag, a third one that no project knows."""
    random = Random(7)
    words = ["".join(random.choice(LETTERS) for _ in range(random.randint(5, 14))) for _ in range(3000)]
    unknown = [f"{random.choice(words)}-{random.choice(words)}" for _ in range(UNKNOWN)]
    for number in range(SERIES):
        one, chance = one_series(random), random.random()
        tags = {key: value for key, value in one.tags.items() if key != "project"}
        if chance < 0.85:
            tags["project"] = f"p{random.randrange(PROJECTS)}" if chance < 0.5 else unknown[number % UNKNOWN]
        kind = "Usage" if number % 50 else "Tax"
        name = f"account {one.account[-4:]}"
        yield (
            source.pk, f"f{number}", one.account, name, one.service, one.region, kind, kind, "", "", "USD",
            json.dumps(tags), "{}",
        )  # fmt: skip


def store_month(
    source: Source, month: dt.date, ids: "np.ndarray[tuple[int], np.dtype[np.int64]]", records: int
) -> None:
    """Distinct pairs of series and day with amounts up to 10, and the totals that a provider would give."""
    days = days_between(month, next_month(month))
    random = np.random.default_rng(month.month)
    cells = np.sort(random.permutation(len(ids) * len(days))[:records])
    amounts = random.integers(-(10**8), 10**11, len(cells))
    pull = Pull.objects.create(
        source=source, start=month, end=next_month(month), state="stored", started_at=NOW, finished_at=NOW,
        currency="USD", requests=31, records=len(cells),
    )  # fmt: skip
    series, day = ids[cells // len(days)], cells % len(days)
    rows = zip(series.tolist(), day.tolist(), amounts.tolist(), strict=True)
    columns = "costs_costrecord (series_id, day, billed_cost, effective_cost, pull_id)"
    copy(columns, ((one, days[at], *[Decimal(amount).scaleb(-10)] * 2, pull.pk) for one, at, amount in rows))
    totals = [Decimal(sum(amounts[day == at].tolist())).scaleb(-10) for at in range(len(days))]
    DailyControl.objects.bulk_create(
        DailyControl(
            source=source, pull=pull, day=on, currency="USD", billed_cost=total, effective_cost=total,
            is_estimated=False,
        )
        for on, total in zip(days, totals, strict=True)
    )  # fmt: skip


def copy(table: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as wire:
        for row in rows:
            wire.write_row(row)
