"""Sums of stored cost records, exact: by service, account, day, record type or tag."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from .models import CostRecord

METRICS = {"billed": "billed_cost", "effective": "effective_cost"}
KEYS: dict[str, Combinable] = {
    "total": Value("total"),
    "service": F("series__service_name"),
    "account": F("series__sub_account_id"),
    "day": F("day"),
    "record_type": F("series__record_type"),
}
UNTAGGED = "(untagged)"


@dataclass(frozen=True, slots=True)
class Total:
    """What the records with one key cost in one currency."""

    key: str
    currency: str
    amount: Decimal


def totals(start: dt.date, end: dt.date, by: str, metric: str, source: str = "") -> list[Total]:
    """The costs of the days from `start` up to, not including, `end`, large ones first, days in order.

    `by` is one of KEYS or tag:KEY; cost without that tag is under UNTAGGED. Raises ValueError for another one.
    """
    rows = sums(CostRecord.objects.filter(day__gte=start, day__lt=end), by, METRICS[metric], source)
    found = [Total(str(key), currency, amount) for key, currency, amount in rows]
    order = (lambda row: (row.currency, row.key)) if by == "day" else (lambda row: (row.currency, -row.amount, row.key))
    return sorted(found, key=order)


def sums(records: QuerySet[CostRecord], by: str, column: str, source: str) -> Iterable[tuple[Any, str, Decimal]]:
    if source:
        records = records.filter(series__source__slug=source)
    return (
        records.annotate(key=key_of(by))
        .values("key", "series__currency")
        .annotate(amount=Sum(column))
        .values_list("key", "series__currency", "amount")
    )


def key_of(by: str) -> Combinable:
    if by.startswith("tag:") and by != "tag:":
        return Coalesce(
            KeyTextTransform(by.removeprefix("tag:"), "series__tags"), Value(UNTAGGED), output_field=TextField()
        )
    try:
        return KEYS[by]
    except KeyError:
        raise ValueError(f"{by!r} is not a grouping; choose one of {', '.join(KEYS)} or tag:KEY.") from None


def sums_by_currency(rows: Iterable[Total]) -> dict[str, Decimal]:
    """The rows added up, each currency by itself."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, Decimal(0)) + row.amount
    return sums
