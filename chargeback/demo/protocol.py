"""A request body -> a checked, frozen Query; and amounts as Cost Explorer writes them."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chargeback.clock import add_months, next_month

from .dimensions import DIMENSIONS
from .errors import invalid, missing, not_one_of
from .expressions import Predicate, predicate
from .ledger import DECIMALS

METRICS = (
    "AmortizedCost",
    "BlendedCost",
    "NetAmortizedCost",
    "NetUnblendedCost",
    "NormalizedUsageAmount",
    "UnblendedCost",
    "UsageQuantity",
)
# The service also takes the spelling that GetCostForecast wants.
_SNAKE = {re.sub(r"(?<!^)(?=[A-Z])", "_", metric).upper(): metric for metric in METRICS}
MONTHS_KEPT = 14
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


@dataclass(frozen=True, slots=True)
class Grouping:
    """One key of GroupBy; `type` is DIMENSION, TAG or COST_CATEGORY."""

    type: str
    key: str


@dataclass(frozen=True, slots=True)
class Query:
    """A GetCostAndUsage request that passed every check. `end` is exclusive. Equal requests are equal queries."""

    start: dt.date
    end: dt.date
    granularity: str
    metrics: tuple[str, ...]
    group_by: tuple[Grouping, ...]
    fingerprint: str
    matches: Predicate = field(compare=False)


def read_query(body: Mapping[str, Any], today: dt.date) -> Query:
    """The query in `body`. Raises CostExplorerError with the service's own words for everything it refuses."""
    granularity = _granularity(body)
    start, end = read_period(body, today)
    return Query(
        start=start,
        end=end,
        granularity=granularity,
        metrics=_metrics(body.get("Metrics")),
        group_by=_group_by(body.get("GroupBy") or ()),
        fingerprint=fingerprint(body),
        matches=predicate(body.get("Filter")),
    )


def fingerprint(body: Mapping[str, Any]) -> str:
    """What stays the same from page to page of one request."""
    same = {key: value for key, value in body.items() if key not in {"NextPageToken", "NextToken"}}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()


def read_period(body: Mapping[str, Any], today: dt.date) -> tuple[dt.date, dt.date]:
    """Start and exclusive end of the request's TimePeriod, within what Cost Explorer keeps."""
    period = body.get("TimePeriod")
    if not isinstance(period, Mapping):
        raise missing("timePeriod")
    start, end = _day("Start", period), _day("End", period)
    if start >= end:
        raise invalid("Start date (and hour) should be before end date (and hour)")
    if start < add_months(today, 1 - MONTHS_KEPT):
        raise invalid(f"You haven't enabled historical data beyond {MONTHS_KEPT} months.")
    if end > next_month(today):
        raise invalid("end date past the beginning of next month")
    if start > today:
        raise invalid("Start date cannot be after today")
    return start, end


def write_amount(units: int) -> str:
    """An amount in 10^-24 as text: at most 10 decimals, half-even, no trailing zeros."""
    drop = 10 ** (DECIMALS - 10)
    whole, rest = divmod(abs(units), drop)
    whole += rest * 2 > drop or (rest * 2 == drop and whole % 2 == 1)
    integer, decimals = divmod(whole, 10**10)
    text = f"{integer}.{decimals:010d}".rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 and whole else text


def _granularity(body: Mapping[str, Any]) -> str:
    granularity = body.get("Granularity")
    if granularity is None:
        raise missing("granularity")
    if granularity == "HOURLY":
        raise invalid("Hourly timePeriod is not supported for this request")
    if granularity not in {"DAILY", "MONTHLY"}:
        raise not_one_of("granularity", granularity, ("DAILY", "HOURLY", "MONTHLY"))
    return str(granularity)


def _day(name: str, period: Mapping[str, Any]) -> dt.date:
    text = period.get(name)
    if text is None:
        raise missing(f"timePeriod.{name.lower()}")
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise invalid(f"{name} time {text} is invalid. Valid format is: yyyy-MM-dd.")
    if "T" in text:
        raise invalid("Hourly timePeriod is not supported for this request")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise invalid(f"{name} time {text} is invalid. Valid format is: yyyy-MM-dd.") from None


def _metrics(names: Sequence[str] | None) -> tuple[str, ...]:
    if not names:
        raise missing("metrics")
    metrics = tuple(_SNAKE.get(name, name) for name in names)
    for metric in metrics:
        if metric not in METRICS:
            raise not_one_of("metrics", metric, METRICS)
    return metrics


def _group_by(definitions: Sequence[Mapping[str, str]]) -> tuple[Grouping, ...]:
    if len(definitions) > 2:
        raise invalid("Group Definition is invalid. At most 2 group definitions are allowed.")
    return tuple(_grouping(definition) for definition in definitions)


def _grouping(definition: Mapping[str, str]) -> Grouping:
    kind, key = definition.get("Type", ""), definition.get("Key", "")
    if kind and kind not in {"DIMENSION", "TAG", "COST_CATEGORY"}:
        raise invalid("Group Definition type is invalid.")
    if not kind or not key:
        raise invalid("Group Definition is invalid. Both type an key need to be set to a non-empty value.")
    if kind == "DIMENSION" and key not in DIMENSIONS:
        raise invalid(f"Group Definition dimension is invalid. Valid values are {', '.join(DIMENSIONS)}")
    return Grouping(kind, key)
