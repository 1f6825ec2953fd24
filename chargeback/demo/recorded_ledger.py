"""A recorded answer of GetCostAndUsage -> a ledger that gives the same figures again."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .ledger import Dimensions, Ledger, LedgerError, LedgerRow, index_rows, to_units

# What a recorded answer was not grouped by is not in it.
UNRECORDED = Dimensions(account="000000000000", account_name="not recorded", service="not recorded")
_FIELDS = {"SERVICE": "service", "LINKED_ACCOUNT": "account", "REGION": "region", "RECORD_TYPE": "record_type"}
_BILLED = ("UnblendedCost", "BlendedCost", "NetUnblendedCost", "AmortizedCost", "NetAmortizedCost")
_EFFECTIVE = ("AmortizedCost", "NetAmortizedCost", *_BILLED)


def read_recorded(path: Path) -> Ledger:
    """One row per recorded group; a period of several days falls on its first. Raises LedgerError."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
        periods, definitions = answer["ResultsByTime"], answer.get("GroupDefinitions") or []
        currencies = {unit for period in periods for unit in _currencies(period)}
        rows = [row for period in periods for row in _rows(period, definitions)]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise LedgerError(f"{path.name} is not a recorded answer of GetCostAndUsage: {error!r}.") from None
    if len(currencies) > 1:
        raise LedgerError(f"{path.name} mixes {', '.join(sorted(currencies))}; a payer's bill has one currency.")
    return index_rows(rows, currency=currencies.pop() if currencies else "USD")


def _currencies(period: Mapping[str, Any]) -> Iterator[str]:
    for metrics in (period.get("Total") or {}, *(group["Metrics"] for group in period.get("Groups") or [])):
        yield from (amount["Unit"] for metric, amount in metrics.items() if metric.endswith("Cost"))


def _rows(period: Mapping[str, Any], definitions: list[Mapping[str, str]]) -> Iterator[LedgerRow]:
    day = dt.date.fromisoformat(period["TimePeriod"]["Start"][:10])
    groups = period.get("Groups") or []
    for group in groups:
        yield _row(day, _dimensions(definitions, group["Keys"]), group["Metrics"])
    if not groups and not definitions:
        yield _row(day, UNRECORDED, period["Total"])


def _row(day: dt.date, dimensions: Dimensions, metrics: Mapping[str, Any]) -> LedgerRow:
    return LedgerRow(
        day,
        dimensions,
        billed=_first(metrics, _BILLED),
        effective=_first(metrics, _EFFECTIVE),
        quantity=_first(metrics, ("UsageQuantity",)),
    )


def _first(metrics: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return next((to_units(metrics[name]["Amount"]) for name in names if name in metrics), 0)


def _dimensions(definitions: list[Mapping[str, str]], keys: list[str]) -> Dimensions:
    fields: dict[str, Any] = {}
    for definition, key in zip(definitions, keys, strict=True):
        name = definition["Key"]
        if definition["Type"] == "TAG":
            tag = (name, key.removeprefix(f"{name}$"))
            fields["tags"] = (*fields.get("tags", ()), *([tag] if tag[1] else []))
        elif name in _FIELDS:
            fields[_FIELDS[name]] = key
    return replace(UNRECORDED, **fields)
