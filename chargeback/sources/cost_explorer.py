"""AWS Cost Explorer -> all costs of a window by account, service, record type and tag. Network only.

connect    a conversation with one payer                                     aws_calls
control    one ungrouped question: what each day cost in all
survey     which record types, accounts and services occur, and what is tagged
plan_of    the questions that add up to the bill, in the fewest requests     aws_plan
fetch      every question page by page, each page checked                    aws_pages
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np

from .aws_calls import PATIENCE, Json, OnRequest, Patience, Talk, connect
from .aws_pages import Cost, fits, read_costs, read_tagged, read_totals, refused
from .aws_plan import ACCOUNT, CONTROL, SERVICE, Query, kinds, overview, period, plan
from .batch import (
    DECIMALS,
    Access,
    Breakdown,
    CostBatch,
    DailyTotal,
    Dimensions,
    Finding,
    Plan,
    Step,
    Survey,
    TagKey,
)
from .refusals import RestartQueryError, SourceError
from .window import Window

__all__ = [
    "PATIENCE",
    "OnRequest",
    "Patience",
    "Talk",
    "connect",
    "control",
    "diagnose",
    "fetch",
    "plan_of",
    "policy",
    "survey",
    "tag_keys",
]

T = TypeVar("T")
RESTARTS = 3
COSTS = ("get_cost_and_usage", "ResultsByTime")


def control(talk: Talk, breakdown: Breakdown, window: Window) -> tuple[DailyTotal, ...]:
    """What each day of the window cost in all, in one request. Raises SourceError."""
    request = CONTROL.request(window, breakdown.metrics)
    return whole(lambda: read_totals(follow(talk, *COSTS, request), window, breakdown))


def survey(talk: Talk, breakdown: Breakdown, window: Window, totals: Sequence[DailyTotal]) -> Survey:
    """What occurs in the window, in few requests; it must add up to the totals. Raises SourceError."""
    before = talk.requests
    accounts = values(talk, ACCOUNT, window)
    tag_key = first_tag(breakdown)
    request = overview(tag_key).request(window, breakdown.metrics) | {"Granularity": "MONTHLY"}
    tagged = whole(lambda: read_tagged(follow(talk, *COSTS, request), tag_key, breakdown, totals))
    services = {service: Decimal(0) for service in values(talk, SERVICE, window)}
    return Survey(window, accounts, services, tagged, requests=talk.requests - before)


def first_tag(breakdown: Breakdown) -> str:
    return breakdown.tag_keys[0] if breakdown.tag_keys else ""


def plan_of(survey: Survey, breakdown: Breakdown, window: Window) -> Plan:
    """The questions that bring the window's costs in the fewest requests. Pure."""
    accounts, services, tag_key = list(survey.accounts), list(survey.services), first_tag(breakdown)
    queries = tuple(q for kind in kinds(survey.record_types) for q in plan(kind, accounts, services, tag_key))
    return Plan((Step("costs by account, service, record type and tag", len(queries)),), queries, survey.accounts)


def fetch(talk: Talk, plan: Plan, breakdown: Breakdown, window: Window, totals: tuple[DailyTotal, ...]) -> CostBatch:
    """All costs of the window from whole, well-formed pages. Whether they add up to the totals is not checked here.

    Raises SourceError.
    """
    costs: dict[Dimensions, list[Cost]] = {}
    for number, query in enumerate(plan.queries):
        talk.share = number / len(plan.queries)
        costs |= ask_costs(talk, query, breakdown, window, plan.accounts, totals[0].currency)
    return in_columns(costs, window, totals)


def in_columns(costs: Mapping[Dimensions, Sequence[Cost]], window: Window, totals: tuple[DailyTotal, ...]) -> CostBatch:
    rows = [(code, cost) for code, series in enumerate(costs.values()) for cost in series]
    return CostBatch(
        window=window,
        currency=totals[0].currency,
        totals=totals,
        series=tuple(costs),
        code=np.array([code for code, _ in rows], np.int32),
        day=np.array([(cost.day - window.start).days for _, cost in rows], np.int16),
        billed=units(cost.billed for _, cost in rows),
        effective=units(cost.effective for _, cost in rows),
    )


def units(amounts: Iterator[Decimal]) -> Any:
    whole = [int(amount.scaleb(DECIMALS)) for amount in amounts]
    fits_int64 = all(-(2**63) <= amount < 2**63 for amount in whole)
    return np.array(whole, np.int64 if fits_int64 else object)


def ask_costs(
    talk: Talk, query: Query, breakdown: Breakdown, window: Window, names: Mapping[str, str], currency: str
) -> dict[Dimensions, list[Cost]]:
    request = query.request(window, breakdown.metrics)
    return whole(lambda: read_costs(follow(talk, *COSTS, request), window, query, breakdown, names, currency))


def tag_keys(talk: Talk) -> tuple[TagKey, ...]:
    """Every cost allocation tag key of the payer, active or not. Raises SourceError."""
    raise SourceError("Tag keys cannot be listed yet.")


def diagnose(
    access: Access, breakdown: Breakdown, today: dt.date, patience: Patience = PATIENCE
) -> tuple[Finding, ...]:
    """A connection test: what works and what does not, in the order in which it has to be put right. Never raises."""
    raise SourceError("The connection cannot be tested yet.")


def policy(breakdown: Breakdown) -> Json:
    """The least-privilege IAM policy for pulling by this breakdown: only the actions that are used."""
    actions = ["ce:GetCostAndUsage", "ce:GetDimensionValues"]
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}


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


def follow(talk: Talk, operation: str, field: str, request: Json) -> Iterator[Json]:
    """The pages of a query. boto3 has no paginator for it. A token that comes again ends the query."""
    used = {""}
    page = talk.ask(operation, field, request)
    yield page
    while (token := page.get("NextPageToken") or "") not in used:
        used.add(token)
        page = talk.ask(operation, field, request | {"NextPageToken": token})
        yield page


def values(talk: Talk, dimension: str, window: Window) -> dict[str, str]:
    """Every value of a dimension that occurs in the window, with its description (an account's name) or nothing."""
    request = period(window) | {"Dimension": dimension, "Context": "COST_AND_USAGE"}

    def ask() -> dict[str, str]:
        found: dict[str, str] = {}
        size = None
        for page in follow(talk, "get_dimension_values", "DimensionValues", request):
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
