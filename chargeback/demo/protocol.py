"""A request body -> a checked, frozen Query; and amounts as Cost Explorer writes them."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .dimensions import DIMENSIONS
from .errors import NOT_READY, CostExplorerError, invalid, missing, not_one_of
from .expressions import Predicate, check_services, names_attributes, predicate
from .ledger import DECIMALS
from .limits import ORDINARY, Limits
from .periods import Period, read_periods
from .series import Column, Mask, View

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
SNAKE = {re.sub(r"(?<!^)(?=[A-Z])", "_", metric).upper(): metric for metric in METRICS}
GROUP_TYPES = ("DIMENSION", "TAG", "COST_CATEGORY", "PRODUCT_ATTRIBUTE")
ATTRIBUTES_SINCE = dt.date(2026, 9, 1)
_VIEW = re.compile(r"arn:aws[a-z-]*:billing::\d{12}:billingview/[-a-zA-Z0-9/:_+=.@]{1,43}")


@dataclass(frozen=True, slots=True)
class Query:
    """A GetCostAndUsage request that passed every check. Equal requests are equal queries."""

    periods: tuple[Period, ...]
    metrics: tuple[str, ...]
    group_by: tuple[Column, ...]
    fingerprint: str
    matches: Predicate = field(compare=False)


def read_query(body: Mapping[str, Any], today: dt.date, limits: Limits = ORDINARY) -> Query:
    """The query in `body`. Raises CostExplorerError with the service's own words for everything it refuses."""
    periods = read_periods(body, today, limits)
    check_billing_view(body)
    group_by = _group_by(body.get("GroupBy") or ())
    return Query(
        periods=periods,
        metrics=_metrics(body.get("Metrics")),
        group_by=group_by,
        fingerprint=fingerprint(body),
        matches=read_filter(body, periods[0].start, any(kind == "PRODUCT_ATTRIBUTE" for kind, _ in group_by)),
    )


def read_filter(body: Mapping[str, Any], start: dt.date, asks_attributes: bool = False) -> Predicate:
    """The request's filter. With product attributes only the costs of services that have them are meant."""
    asked = body.get("Filter")
    matches = predicate(asked)
    if not asks_attributes and not names_attributes(asked):
        return matches
    check_services(asked)
    if start < ATTRIBUTES_SINCE:
        raise CostExplorerError(*NOT_READY)

    def matches_supported(view: View) -> Mask:
        mask: Mask = matches(view) & view.supported()
        return mask

    return matches_supported


def fingerprint(body: Mapping[str, Any]) -> str:
    """What stays the same from page to page of one request."""
    same = {key: value for key, value in body.items() if key not in {"NextPageToken", "NextToken"}}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()


def check_billing_view(body: Mapping[str, Any]) -> None:
    """The account has its primary view and no other."""
    view = body.get("BillingViewArn")
    if view is None or view.endswith(":billingview/primary"):
        return
    if not _VIEW.fullmatch(view):
        raise invalid(
            f"1 validation error detected: Value '{view}' at 'billingViewArn' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern"
        )
    raise CostExplorerError("ResourceNotFoundException", "The specified ARN in the request doesn't exist.")


def write_amount(units: int) -> str:
    """An amount in 10^-24 as text: at most 10 decimals, half-even, no trailing zeros."""
    drop = 10 ** (DECIMALS - 10)
    whole, rest = divmod(abs(units), drop)
    whole += rest * 2 > drop or (rest * 2 == drop and whole % 2 == 1)
    integer, decimals = divmod(whole, 10**10)
    text = f"{integer}.{decimals:010d}".rstrip("0").rstrip(".")
    return f"-{text}" if units < 0 and whole else text


def _metrics(names: Sequence[str] | None) -> tuple[str, ...]:
    if not names:
        raise missing("metrics")
    metrics = tuple(SNAKE.get(name, name) for name in names)
    for metric in metrics:
        if metric not in METRICS:
            raise not_one_of("metrics", metric, METRICS)
    return metrics


def _group_by(definitions: Sequence[Mapping[str, str]]) -> tuple[Column, ...]:
    if len(definitions) > 2:
        raise invalid("Group Definition is invalid. At most 2 group definitions are allowed.")
    return tuple(_column(definition) for definition in definitions)


def _column(definition: Mapping[str, str]) -> Column:
    kind, key = definition.get("Type", ""), definition.get("Key", "")
    if kind and kind not in GROUP_TYPES:
        raise invalid("Group Definition type is invalid.")
    if not kind or not key:
        raise invalid("Group Definition is invalid. Both type an key need to be set to a non-empty value.")
    if kind == "DIMENSION" and key not in DIMENSIONS:
        raise invalid(f"Group Definition dimension is invalid. Valid values are {', '.join(DIMENSIONS)}")
    return kind, key
