"""GetCostAndUsage: a query's page, written as Cost Explorer writes it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ..bill import Bill
from ..dimensions import Dimensions
from ..grouping import Group, Sums
from ..ledger import Ledger
from ..paging import Piece, read_token, write_token
from ..protocol import Query, read_query, write_amount

Body = Mapping[str, Any]
Json = dict[str, Any]


def get_cost_and_usage(bill: Bill, body: Body) -> Json:
    query = read_query(body, bill.today, bill.limits)
    number = read_token(body.get("NextPageToken"), query.fingerprint)
    pieces, another = bill.page(query, number)
    answer: Json = {
        "ResultsByTime": [_period(bill, query, piece) for piece in pieces],
        "DimensionValueAttributes": _account_names(bill, query),
    }
    if query.group_by:
        answer["GroupDefinitions"] = [{"Type": kind, "Key": key} for kind, key in query.group_by]
    if another:
        answer["NextPageToken"] = write_token(query.fingerprint, number + 1)
    return answer


def _period(bill: Bill, query: Query, piece: Piece) -> Json:
    """Where no group is shown the total is, be it zero; where groups are shown it is empty."""
    costs = bill.answer(query).period(query.periods[piece.period])
    total = None if query.group_by and len(costs) else costs.total()
    groups = costs.groups(piece.first, piece.until) if query.group_by else ()
    return {
        "TimePeriod": costs.period.written(),
        "Total": {} if total is None else write_metrics(bill.ledger, query.metrics, total),
        "Groups": [_group(bill.ledger, query, group) for group in groups],
        "Estimated": costs.is_estimated,
    }


def _group(ledger: Ledger, query: Query, group: Group) -> Json:
    return {"Keys": group.keys, "Metrics": write_metrics(ledger, query.metrics, group.sums)}


def write_metrics(ledger: Ledger, metrics: tuple[str, ...], sums: Sums) -> Json:
    return {
        metric: {
            "Amount": write_amount(METRIC[metric](ledger, sums)),
            "Unit": ledger.currency if metric.endswith("Cost") else "N/A",
        }
        for metric in metrics
    }


METRIC: Mapping[str, Callable[[Ledger, Sums], int]] = {
    "UnblendedCost": lambda ledger, sums: sums[0],
    "AmortizedCost": lambda ledger, sums: sums[1],
    "BlendedCost": lambda ledger, sums: int(sums[0] * ledger.blended),
    "NetUnblendedCost": lambda ledger, sums: int(sums[0] * ledger.net),
    "NetAmortizedCost": lambda ledger, sums: int(sums[1] * ledger.net),
    "UsageQuantity": lambda ledger, sums: sums[2],
    "NormalizedUsageAmount": lambda ledger, sums: 0,
}


def _account_names(bill: Bill, query: Query) -> list[Json]:
    if ("DIMENSION", "LINKED_ACCOUNT") not in query.group_by:
        return []
    matching = query.matches(bill.view_on(query.periods[-1].start)).nonzero()[0]
    names = {series.account: series for series in map(bill.ledger.series.__getitem__, matching.tolist())}
    return [{"Value": account, "Attributes": describe(series)} for account, series in sorted(names.items())]


def describe(series: Dimensions) -> Json:
    return {"description": series.account_name}


def stamp(day: dt.date) -> str:
    """A day as the operations on tags and categories write it."""
    return f"{day.isoformat()}T00:00:00Z"
