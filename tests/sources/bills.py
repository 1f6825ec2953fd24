"""A bill as a list of cells, what a survey sees of it, and what a Cost Explorer would answer to a question about it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import numpy as np

from chargeback.sources.aws_dimensions import (
    ACCOUNT,
    KINDS_OF_USAGE,
    RECORD_TYPE,
    SERVICE,
    USAGE,
    dimensions_of,
    key_of,
    kind_of,
    products_of,
)
from chargeback.sources.aws_pages import Groups
from chargeback.sources.aws_queries import Query, series_of
from chargeback.sources.aws_series import Collected
from chargeback.sources.batch import Breakdown, CostBatch, Dimensions, Pairs, Plan, Survey
from chargeback.sources.window import Window

Cell = Mapping[str, str]  # dimension -> value; record types as AWS has them
WINDOW = Window(dt.date(2026, 11, 1), dt.date(2026, 11, 4))
KINDS = {"Tags": "TAG", "CostCategories": "COST_CATEGORY", "ProductAttributes": "PRODUCT_ATTRIBUTE"}


def label(cell: Cell, dimension: str) -> str:
    value = cell.get(dimension, "")
    return USAGE if dimension == RECORD_TYPE and value in KINDS_OF_USAGE else value


def names_in(bill: Sequence[Cell]) -> dict[str, str]:
    return {cell[ACCOUNT]: f"name of {cell[ACCOUNT]}" for cell in bill}


def survey_of(cells: Sequence[Cell], breakdown: Breakdown, costs: Sequence[int] = ()) -> Survey:
    """What a survey of the whole bill knows: every pair of dimensions that the portal asks for, and some more."""
    dimensions = dimensions_of(breakdown) + products_of(breakdown)
    services: dict[str, Decimal] = {}
    for number, cell in enumerate(cells):
        cost = Decimal(costs[number]) if costs else Decimal(1)
        services[cell[SERVICE]] = services.get(cell[SERVICE], Decimal(0)) + cost
    looked = [pair for pair in combinations(dimensions, 2) if pair[0] in {ACCOUNT, SERVICE, RECORD_TYPE}]
    return Survey(
        WINDOW,
        names_in(cells),
        services,
        dict.fromkeys((label(cell, RECORD_TYPE) for cell in cells), True),
        pairs=tuple(
            Pairs(first, second, frozenset((label(cell, first), label(cell, second)) for cell in cells))
            for first, second in looked
            if (first, second) != (ACCOUNT, SERVICE) or len(cells) < 1000
        ),
    )


def answered(plan: Plan, bill: Sequence[Cell], costs: Sequence[int], days: Window = WINDOW) -> CostBatch:
    """What comes together when every question of the plan is asked. Each cell costs its cost on the first day."""
    collected = Collected(days, "USD", dict(plan.accounts))
    for query in plan.queries:
        collected.add(query, groups_of(query, bill, costs))
    return collected.batch(())


def groups_of(query: Query, bill: Sequence[Cell], costs: Sequence[int]) -> Groups:
    holds = predicate(query.request(("UnblendedCost",)).get("Filter"))
    sums: dict[tuple[str, ...], int] = {}
    for cell, cost in zip(bill, costs, strict=True):
        if holds(cell):
            keys = tuple(written(cell, dimension) for dimension in query.by)
            sums[keys] = sums.get(keys, 0) + cost
    amounts = np.array(list(sums.values()), np.int64)
    where = np.arange(len(sums), dtype=np.int32)
    return Groups(tuple(sums), where, np.zeros(len(sums), np.int16), amounts, amounts, names_in(bill), 0)


def written(cell: Cell, dimension: str) -> str:
    """The key of a group as AWS writes it."""
    value = cell.get(dimension, "")
    return value if kind_of(dimension) == "DIMENSION" else f"{key_of(dimension)}${value}"


def predicate(expression: Any) -> Callable[[Cell], bool]:
    """The filter of a request, read as AWS documents it; refuses what AWS refuses."""
    if expression is None:
        return lambda cell: True
    ((root, body),) = expression.items()
    if root in {"And", "Or"}:
        assert len(body) >= 2, "AWS refuses an And or Or of one"
        every = [predicate(one) for one in body]
        return lambda cell: (all if root == "And" else any)(one(cell) for one in every)
    if root == "Not":
        inner = predicate(body)
        return lambda cell: not inner(cell)
    dimension = body["Key"] if root == "Dimensions" else f"{KINDS[root]}:{body['Key']}"
    if body.get("MatchOptions") == ["ABSENT"]:
        assert "Values" not in body
        return lambda cell: not cell.get(dimension, "")
    values = frozenset(body["Values"])
    assert values
    assert "" not in values or root == "Dimensions"
    return lambda cell: cell.get(dimension, "") in values


def truth(bill: Sequence[Cell], costs: Sequence[int], breakdown: Breakdown) -> dict[Dimensions, int]:
    """What each series of the bill costs."""
    names = names_in(bill)
    dimensions = dimensions_of(breakdown) + products_of(breakdown)
    sums: dict[Dimensions, int] = {}
    for cell, cost in zip(bill, costs, strict=True):
        series = series_of({dimension: label(cell, dimension) for dimension in dimensions}, "USD", names)
        sums[series] = sums.get(series, 0) + cost
    return sums


def costs_of(batch: CostBatch) -> dict[Dimensions, int]:
    pairs = zip(batch.code.tolist(), batch.billed.tolist(), strict=True)
    return {batch.series[code]: cost for code, cost in pairs}


def prices(bill: Sequence[Cell]) -> list[int]:
    """What each cell costs: the first services cost most of the bill, as everywhere."""
    ranks = [int(cell[SERVICE].rpartition(" ")[2]) if "service" in cell[SERVICE] else 0 for cell in bill]
    return [10**10 // (1 + rank) ** 2 for rank in ranks]


def company(accounts: int, services: int, tags: int, tags_of_one: int, seed: int = 1) -> list[Cell]:
    """An ordinary bill: most services in some accounts, each account with a few tag values and untagged cost."""
    chance = Random(seed)
    values = [f"p{number}" for number in range(tags)]
    cells: list[Cell] = []
    for number in range(accounts):
        used = [f"service {one}" for one in range(services) if chance.random() < 12 / (one + 6)]
        for value in ["", *chance.sample(values, tags_of_one)]:
            cells += [
                {ACCOUNT: f"{number:012}", SERVICE: service, RECORD_TYPE: "Usage", "TAG:project": value}
                for service in used
                if chance.random() < 0.6
            ]
    first = {ACCOUNT: "000000000000"}
    for record_type, service in (("Tax", "Tax"), ("Support", "AWS Support"), ("SavingsPlanRecurringFee", "Plans")):
        cells.append(first | {SERVICE: service, RECORD_TYPE: record_type, "TAG:project": ""})
    return [*cells, first | {SERVICE: "service 1", RECORD_TYPE: "Credit", "TAG:project": "p1"}]
