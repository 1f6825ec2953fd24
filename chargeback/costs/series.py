"""Dimensions -> cost series: each distinct combination once, recognised by its fingerprint."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from chargeback.sources.batch import Dimensions

from .models import CostSeries, Source

as_text = json.JSONEncoder(ensure_ascii=False).encode
COLUMNS = (
    "source_id, fingerprint, sub_account_id, sub_account_name, service_name, region_id, charge_category, "
    "record_type, usage_type, resource_id, currency, tags, attributes"
)


def series_ids(source: Source, series: Sequence[Dimensions]) -> list[int]:
    """The id of each series. New ones are made; known ones take the account name of today."""
    prints = list(map(fingerprint, series))
    known = ids_of(source)
    new = {print_: one for print_, one in zip(prints, series, strict=True) if print_ not in known}
    if new:
        insert(source, new)
        known |= ids_of(source, after=max(known.values(), default=0))
    rename_accounts(source, {one.sub_account_id: one.sub_account_name for one in series})
    return [known[print_] for print_ in prints]


def ids_of(source: Source, after: int = 0) -> dict[str, int]:
    """The ids, of those above one, by fingerprint."""
    return dict(CostSeries.objects.filter(source=source, pk__gt=after).values_list("fingerprint", "pk"))


def fingerprint(dimensions: Dimensions) -> str:
    """SHA-256 of what makes the series distinct. Names are left out: an account that is renamed stays the same."""
    distinct: list[object] = [
        dimensions.sub_account_id,
        dimensions.service,
        dimensions.region,
        dimensions.charge_category,
        dimensions.record_type,
        dimensions.usage_type,
        "",  # resource
        dimensions.currency,
        sorted(dimensions.tags),
    ]
    if dimensions.attributes:  # series that have none keep the fingerprint they got before there were any
        distinct.append(sorted(dimensions.attributes))
    return hashlib.sha256(as_text(distinct).encode("utf-8", "surrogatepass")).hexdigest()


def insert(source: Source, new: Mapping[str, Dimensions]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY costs_costseries ({COLUMNS}) FROM STDIN") as target:
        for row in rows_of(source, new):
            target.write_row(row)


def rows_of(source: Source, new: Mapping[str, Dimensions]) -> Iterator[tuple[object, ...]]:
    for print_, dimensions in new.items():
        yield (
            source.pk,
            print_,
            dimensions.sub_account_id,
            dimensions.sub_account_name,
            dimensions.service,
            dimensions.region,
            dimensions.charge_category,
            dimensions.record_type,
            dimensions.usage_type,
            "",
            dimensions.currency,
            json.dumps(dict(dimensions.tags)),
            json.dumps(dict(dimensions.attributes)),
        )


def rename_accounts(source: Source, names: Mapping[str, str]) -> None:
    stored = CostSeries.objects.filter(source=source).values_list("sub_account_id", "sub_account_name").distinct()
    for account, name in list(stored):
        if (today := names.get(account)) and today != name:
            CostSeries.objects.filter(source=source, sub_account_id=account).update(sub_account_name=today)
