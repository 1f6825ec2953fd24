"""AWS Cost Explorer -> all costs of a window by account, service, record type and tag. Network only.

control    one ungrouped question: what each day cost in all
overview   which record types, accounts and services occur, and what is tagged
plan       the questions that add up to the bill, in the fewest requests     aws_plan
pages      every question page by page, each page checked                    aws_calls, aws_pages
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from .aws_calls import PATIENCE, Calls, Json, Patience, connect
from .aws_pages import fits, read_costs, read_tagged, read_totals, refused
from .aws_plan import ACCOUNT, CONTROL, RECORD_TYPE, SERVICE, Kind, Query, kinds, overview, period, plan
from .batch import Cost, CostBatch, DailyTotal, Dimensions, Progress, Report
from .refusals import RestartQueryError, SourceError
from .window import Window

T = TypeVar("T")
RESTARTS = 3
ALL: Mapping[str, Any] = {}
COSTS = ("get_cost_and_usage", "ResultsByTime")


def fetch(window: Window, tag_key: str, report: Report, client: Any = None, patience: Patience = PATIENCE) -> CostBatch:
    """All costs of the window from whole, well-formed pages, or SourceError. Sums are not checked here."""
    meter = Meter(window, report)
    calls = Calls(client or connect(), patience, meter.count)
    totals = whole(lambda: read_totals(pages(calls, CONTROL, window), window))
    names = values(calls, ACCOUNT, window)
    found = ask_kinds(calls, tag_key, totals, window)
    queries = [query for kind in found for query in ask_plan(calls, kind, names, tag_key, window)]
    series: dict[Dimensions, list[Cost]] = {}
    for number, query in enumerate(queries):
        meter.share = number / len(queries)
        series |= ask_costs(calls, query, window, names, totals[0].currency)
    return CostBatch(window, totals[0].currency, totals, series)


def ask_kinds(calls: Calls, tag_key: str, totals: Sequence[DailyTotal], window: Window) -> list[Kind]:
    """What kinds of cost occur. Asked by month, as that is a short answer."""
    request = overview(tag_key).request(window) | {"Granularity": "MONTHLY"}
    return kinds(whole(lambda: read_tagged(follow(calls, *COSTS, request), tag_key, totals)))


def ask_plan(calls: Calls, kind: Kind, names: Mapping[str, str], tag_key: str, window: Window) -> list[Query]:
    only = {"Filter": {"Dimensions": {"Key": RECORD_TYPE, "Values": list(kind.record_types)}}}
    services = list(values(calls, SERVICE, window, only)) if kind.is_tagged else []
    return plan(kind, list(names), services, tag_key)


def ask_costs(
    calls: Calls, query: Query, window: Window, names: Mapping[str, str], currency: str
) -> dict[Dimensions, list[Cost]]:
    return whole(lambda: read_costs(pages(calls, query, window), window, query, names, currency))


class Meter:
    """Counts requests and tells after each how far the fetch is."""

    def __init__(self, window: Window, report: Report) -> None:
        self.days = len(window.days)
        self.report = report
        self.requests = 0
        self.share = 0.0

    def count(self) -> None:
        self.requests += 1
        self.report(Progress(int(self.share * self.days), self.days, self.requests))


def whole(ask: Callable[[], T]) -> T:
    """The answer to a query, asked again from its first page when AWS lost the thread between pages."""
    for _ in range(1 + RESTARTS):
        try:
            return ask()
        except RestartQueryError as error:
            reason = error
    raise SourceError(
        f"Cost Explorer broke the query off {1 + RESTARTS} times ({reason}); try again later.", may_pass=True
    )


def pages(calls: Calls, query: Query, window: Window) -> Iterator[Json]:
    """The pages of a query. boto3 has no paginator for it. A token that comes again ends the query."""
    return follow(calls, *COSTS, query.request(window))


def follow(calls: Calls, operation: str, field: str, request: Json) -> Iterator[Json]:
    used = {""}
    page = calls.ask(operation, field, request)
    yield page
    while (token := page.get("NextPageToken") or "") not in used:
        used.add(token)
        page = calls.ask(operation, field, request | {"NextPageToken": token})
        yield page


def values(calls: Calls, dimension: str, window: Window, only: Mapping[str, Any] = ALL) -> dict[str, str]:
    """Every value of a dimension that occurs in the window, with its description (an account's name) or nothing."""
    request = period(window) | {"Dimension": dimension, "Context": "COST_AND_USAGE", **only}

    def ask() -> dict[str, str]:
        found: dict[str, str] = {}
        size = None
        for page in follow(calls, "get_dimension_values", "DimensionValues", request):
            for entry in page["DimensionValues"]:
                if not fits(value := entry.get("Value"), dimension):
                    raise refused(f"{value!r} is not a value of {dimension}")
                found[value] = name_of(entry)
            size = page.get("TotalSize")
        if size not in (None, len(found)):
            raise refused(f"{len(found)} of {size} values of {dimension} came")
        return found

    return whole(ask)


def name_of(entry: Json) -> str:
    return str((entry.get("Attributes") or {}).get("description", "")).replace("\0", "")[:256]
