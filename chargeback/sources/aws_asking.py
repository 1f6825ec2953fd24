"""Questions to Cost Explorer, asked page by page until they are whole."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from .aws_calls import Json, Talk
from .aws_pages import Groups, read_groups, read_totals
from .aws_queries import Query
from .aws_refusals import RestartQueryError
from .aws_shapes import page_type
from .batch import Breakdown, DailyTotal
from .refusals import SourceError
from .window import Window

T = TypeVar("T")
RESTARTS = 3


def control(talk: Talk, breakdown: Breakdown, window: Window) -> tuple[DailyTotal, ...]:
    """What each day of the window cost in all, in one request. Raises SourceError."""
    return ask_totals(talk, Query(window), breakdown)


def ask_totals(talk: Talk, query: Query, breakdown: Breakdown) -> tuple[DailyTotal, ...]:
    metrics = breakdown.metrics
    return whole(lambda: read_totals(pages(talk, query, metrics), query.window, same=len(metrics) == 1))


def ask_groups(talk: Talk, query: Query, breakdown: Breakdown, currency: str) -> Groups:
    """The groups of the query, all in the currency. Raises SourceError."""
    metrics = breakdown.metrics
    return whole(
        lambda: read_groups(
            pages(talk, query, metrics, currency), query.window, query.granularity, same=len(metrics) == 1
        )
    )


def whole(ask: Callable[[], T]) -> T:
    """The answer to a query, asked again from its first page when AWS lost the thread between pages."""
    for _ in range(1 + RESTARTS):
        try:
            return ask()
        except RestartQueryError as error:
            reason = str(error)
    raise SourceError(
        f"Cost Explorer broke the query off {1 + RESTARTS} times.", "Try again later.", code=reason, may_pass=True
    )


def pages(talk: Talk, query: Query, metrics: tuple[str, ...], currency: str = "") -> Iterator[Any]:
    """The pages of a query. boto3 has no paginator for it. A token that comes again ends the query."""
    request, used = query.request(metrics), {""}
    shape = page_type(metrics, len(query.by), currency)
    more: Json = {}
    while True:
        page = talk.ask("get_cost_and_usage", request | more, shape, "ResultsByTime")
        yield page
        token = page.NextPageToken or ""
        if token in used:
            return
        used.add(token)
        more = {"NextPageToken": token}
