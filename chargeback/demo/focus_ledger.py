"""A FOCUS 1.0 to 1.3 file, plain or gzipped -> a ledger."""

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from .ledger import Dimensions, Ledger, LedgerError, LedgerRow, index_rows, to_units

EVERY_PROVIDER = "all"
Row = Mapping[str, str]

# Amazon's own record types, so that a client needs no second vocabulary.
RECORD_TYPES = {"Usage": "Usage", "Purchase": "Fee", "Tax": "Tax", "Credit": "Credit", "Adjustment": "Refund"}
REQUIRED = ("BilledCost", "ChargePeriodStart")


def read_focus(path: Path, provider: str = "AWS") -> Ledger:
    """The rows of `provider` (or of every one, with "all"). Amounts are exact; an hour counts for its day.

    Raises LedgerError naming the line that cannot be used, and when currencies are mixed or no row is left.
    """
    try:
        found = [(line, row) for line, row in _rows(path) if _is_of(row, provider)]
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError):
        raise LedgerError(f"{path.name} is not a CSV file in UTF-8, plain or gzipped.") from None
    rows = [_ledger_row(path, line, row) for line, row in found]
    currencies = {row.get("BillingCurrency") or "USD" for _, row in found}
    if not rows:
        raise LedgerError(f"{path.name} has no row of provider {provider}; name another with --provider.")
    if len(currencies) > 1:
        raise LedgerError(f"{path.name} mixes {', '.join(sorted(currencies))}; a payer's bill has one currency.")
    return index_rows(rows, currency=currencies.pop())


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with _open(path) as file:
        reader = csv.DictReader(file)
        lacking = [column for column in REQUIRED if column not in (reader.fieldnames or ())]
        if lacking:
            raise LedgerError(f"{path.name} is not a FOCUS file: it has no column {', '.join(lacking)}.")
        for row in reader:
            yield reader.line_num, {name: _given(value) for name, value in row.items() if name is not None}


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _given(value: str | None) -> str:
    return "" if value is None or value == "NULL" else value


def _is_of(row: Row, provider: str) -> bool:
    named = row.get("ServiceProviderName") or row.get("ProviderName") or ""
    return provider == EVERY_PROVIDER or named.casefold() == provider.casefold()


def _ledger_row(path: Path, line: int, row: Row) -> LedgerRow:
    try:
        billed = to_units(row["BilledCost"] or "0")
        return LedgerRow(
            day=dt.date.fromisoformat(row["ChargePeriodStart"][:10]),
            dimensions=_dimensions(row),
            billed=billed,
            effective=to_units(cost) if (cost := row.get("EffectiveCost")) else billed,
            quantity=to_units(row.get("ConsumedQuantity") or "0"),
        )
    except ValueError as error:
        raise LedgerError(f"{path.name} line {line}: {error}") from None


def _dimensions(row: Row) -> Dimensions:
    category = row.get("ChargeCategory") or "Usage"
    account = row.get("SubAccountId") or row.get("BillingAccountId") or "000000000000"
    return Dimensions(
        account=account,
        account_name=row.get("SubAccountName") or account,
        service=row.get("ServiceName") or "NoService",
        region=row.get("RegionId") or "NoRegion",
        record_type=RECORD_TYPES.get(category, category),
        usage_type=row.get("x_UsageType") or row.get("SkuMeter") or "NoUsageType",
        tags=_tags(row.get("Tags") or "{}"),
    )


def _tags(text: str) -> tuple[tuple[str, str], ...]:
    """FOCUS writes a tag that has no value as true."""
    tags = json.loads(text)
    if not isinstance(tags, dict):
        raise LedgerError("Tags is not a JSON object.")
    pairs = ((key, "" if value in (True, None) else str(value)) for key, value in tags.items())
    return tuple(sorted((key, value) for key, value in pairs if value))
