"""The operations the simulator answers: request body -> response body, as plain dictionaries."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .dimensions import DIMENSIONS
from .errors import BAD_TOKEN, CostExplorerError, invalid, missing, not_one_of
from .expressions import predicate
from .grouping import Group, PeriodCosts, Sums, sum_periods
from .ledger import Dimensions, Ledger
from .paging import pages, read_token, write_token
from .protocol import Query, fingerprint, read_period, read_query, write_amount

Body = Mapping[str, Any]
Answer = dict[str, Any]


class Bill:
    """A ledger as it stands on one day, with the answers that clients are paging through."""

    def __init__(self, ledger: Ledger, today: dt.date, page_size: int):
        if page_size < 1:
            raise ValueError("A page holds at least one group; give a page size of 1 or more.")
        self.ledger = ledger
        self.today = today
        self.page_size = page_size
        self.pages_of = lru_cache(maxsize=32)(self._pages_of)

    def _pages_of(self, query: Query) -> list[list[PeriodCosts]]:
        return pages(sum_periods(self.ledger, query, self.today), self.page_size)


def get_cost_and_usage(bill: Bill, body: Body) -> Answer:
    query = read_query(body, bill.today)
    number = read_token(body.get("NextPageToken"), query.fingerprint)
    found = bill.pages_of(query)
    if number >= len(found):
        raise CostExplorerError(*BAD_TOKEN)
    answer: Answer = {
        "ResultsByTime": [_period(bill.ledger, query, period) for period in found[number]],
        "DimensionValueAttributes": _account_names(bill.ledger, query),
    }
    if query.group_by:
        answer["GroupDefinitions"] = [{"Type": group.type, "Key": group.key} for group in query.group_by]
    if number + 1 < len(found):
        answer["NextPageToken"] = write_token(query.fingerprint, number + 1)
    return answer


def get_dimension_values(bill: Bill, body: Body) -> Answer:
    dimension = body.get("Dimension")
    if dimension is None:
        raise missing("dimension")
    if dimension not in DIMENSIONS:
        raise not_one_of("dimension", dimension, tuple(DIMENSIONS))
    read = DIMENSIONS[dimension]
    values = {read(series): series for series in _series_in_use(bill, body)}
    shown, answer = _list_page(bill, body, sorted(value for value in values if _is_searched(body, value)))
    answer["DimensionValues"] = [
        {"Value": value, "Attributes": _description(values[value]) if dimension == "LINKED_ACCOUNT" else {}}
        for value in shown
    ]
    return answer


def get_tags(bill: Bill, body: Body) -> Answer:
    """Without TagKey the keys in use, with it the key's values, the empty one included."""
    key = body.get("TagKey")
    series = _series_in_use(bill, body)
    found = {each.tag(key) for each in series} if key else {name for each in series for name, _ in each.tags}
    shown, answer = _list_page(bill, body, sorted(value for value in found if _is_searched(body, value)))
    answer["Tags"] = list(shown)
    return answer


def list_cost_allocation_tags(bill: Bill, body: Body) -> Answer:
    tags = [_tag_entry(bill, key, "Active") for key in sorted(bill.ledger.active_tags)]
    tags += [_tag_entry(bill, key, "Inactive") for key in sorted(bill.ledger.inactive_tags)]
    wanted = body.get("TagKeys")
    return {
        "CostAllocationTags": [
            tag
            for tag in tags
            if body.get("Status") in {None, tag["Status"]}
            and body.get("Type") in {None, tag["Type"]}
            and (not wanted or tag["TagKey"] in wanted)
        ]
    }


OPERATIONS: Mapping[str, Callable[[Bill, Body], Answer]] = {
    "GetCostAndUsage": get_cost_and_usage,
    "GetDimensionValues": get_dimension_values,
    "GetTags": get_tags,
    "ListCostAllocationTags": list_cost_allocation_tags,
}


def _period(ledger: Ledger, query: Query, period: PeriodCosts) -> Answer:
    return {
        "TimePeriod": {"Start": period.start.isoformat(), "End": period.end.isoformat()},
        "Total": {} if period.total is None else _metrics(ledger, query, period.total),
        "Groups": [_group(ledger, query, group) for group in period.groups],
        "Estimated": period.is_estimated,
    }


def _group(ledger: Ledger, query: Query, group: Group) -> Answer:
    return {"Keys": group.keys, "Metrics": _metrics(ledger, query, group.sums)}


def _metrics(ledger: Ledger, query: Query, sums: Sums) -> Answer:
    return {
        metric: {
            "Amount": write_amount(_METRICS[metric](ledger, sums)),
            "Unit": ledger.currency if metric.endswith("Cost") else "N/A",
        }
        for metric in query.metrics
    }


_METRICS: Mapping[str, Callable[[Ledger, Sums], int]] = {
    "UnblendedCost": lambda ledger, sums: sums[0],
    "AmortizedCost": lambda ledger, sums: sums[1],
    "BlendedCost": lambda ledger, sums: int(sums[0] * ledger.blended),
    "NetUnblendedCost": lambda ledger, sums: int(sums[0] * ledger.net),
    "NetAmortizedCost": lambda ledger, sums: int(sums[1] * ledger.net),
    "UsageQuantity": lambda ledger, sums: sums[2],
    "NormalizedUsageAmount": lambda ledger, sums: 0,
}


def _account_names(ledger: Ledger, query: Query) -> list[Answer]:
    if not any(group.key == "LINKED_ACCOUNT" for group in query.group_by):
        return []
    names = {series.account: series for series in ledger.series if query.matches(series)}
    return [{"Value": account, "Attributes": _description(series)} for account, series in sorted(names.items())]


def _description(series: Dimensions) -> Answer:
    return {"description": series.account_name}


def _series_in_use(bill: Bill, body: Body) -> list[Dimensions]:
    """The series with a row in the request's period that pass its filter."""
    start, end = read_period(body, bill.today)
    matches = predicate(body.get("Filter"))
    used = {row[0] for day, rows in bill.ledger.days.items() if start <= day < end for row in rows}
    return [series for code, series in enumerate(bill.ledger.series) if code in used and matches(series)]


def _is_searched(body: Body, value: str) -> bool:
    return str(body.get("SearchString") or "").lower() in value.lower()


def _list_page(bill: Bill, body: Body, values: Sequence[str]) -> tuple[Sequence[str], Answer]:
    """One page of a list of values, and the size fields that go with it."""
    if body.get("SearchString") and body.get("SortBy"):
        raise invalid("SearchString and SortBy cannot be used together.")
    size = int(body.get("MaxResults") or 1000)
    request = fingerprint(body)
    number = read_token(body.get("NextPageToken"), request)
    shown = values[number * size : (number + 1) * size]
    answer: Answer = {"ReturnSize": len(shown), "TotalSize": len(values)}
    if (number + 1) * size < len(values):
        answer["NextPageToken"] = write_token(request, number + 1)
    return shown, answer


def _tag_entry(bill: Bill, key: str, status: str) -> Answer:
    """Real answers leave LastUpdatedDate out for tags that were never activated."""
    kind = "AWSGenerated" if key.startswith("aws:") else "UserDefined"
    month = bill.today.replace(day=1)
    entry = {"TagKey": key, "Type": kind, "Status": status, "LastUsedDate": f"{month}T00:00:00Z"}
    return {**entry, "LastUpdatedDate": f"{month}T00:00:00Z"} if status == "Active" else entry
