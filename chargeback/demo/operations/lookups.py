"""GetDimensionValues, GetTags and GetCostCategories: which values occur in a period."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..bill import Bill
from ..dimensions import DIMENSIONS, Dimensions
from ..errors import NOT_READY, CostExplorerError, invalid, missing, not_one_of
from ..periods import Period, read_period
from ..protocol import ATTRIBUTES_SINCE, METRICS, SNAKE, Query, check_billing_view, read_filter
from ..series import Column, View
from .costs import METRIC, describe
from .lists import sized_page

Body = Mapping[str, Any]
Json = dict[str, Any]
ATTRIBUTE = "PRODUCT_ATTRIBUTE"


def get_dimension_values(bill: Bill, body: Body) -> Json:
    dimension = body.get("Dimension")
    if dimension is None:
        raise missing("dimension")
    if dimension == ATTRIBUTE:
        return _attributes(bill, body)
    if dimension not in DIMENSIONS:
        raise not_one_of("dimension", dimension, tuple(DIMENSIONS))
    shown, answer = sized_page(body, _values(bill, body, ("DIMENSION", dimension)))
    names = _names(bill, shown) if dimension == "LINKED_ACCOUNT" else {}
    answer["DimensionValues"] = [
        {"Value": value, "Attributes": describe(names[value]) if names else {}} for value in shown
    ]
    return answer


def get_tags(bill: Bill, body: Body) -> Json:
    """Without TagKey the keys in use, with it the key's values, the empty one included."""
    key = body.get("TagKey")
    values = _values(bill, body, ("TAG", key)) if key else _used_tag_keys(bill, body)
    shown, answer = sized_page(body, values)
    return answer | {"Tags": list(shown)}


def get_cost_categories(bill: Bill, body: Body) -> Json:
    """Without a name the categories' names, with it the category's values, the empty one included."""
    name = body.get("CostCategoryName")
    if name:
        shown, answer = sized_page(body, _values(bill, body, ("COST_CATEGORY", name)))
        return answer | {"CostCategoryValues": list(shown)}
    read_period(body, bill.today, bill.limits)
    shown, answer = sized_page(body, sorted(bill.ledger.table.categories))
    return answer | {"CostCategoryNames": list(shown)}


def _attributes(bill: Bill, body: Body) -> Json:
    """Without DimensionKey the keys of product attributes in use, with it the key's values."""
    start, _ = read_period(body, bill.today, bill.limits)
    if start < ATTRIBUTES_SINCE:
        raise CostExplorerError(*NOT_READY)
    key = body.get("DimensionKey")
    if body.get("SortBy") and not key:
        raise invalid("DimensionKey is required when SortBy is specified.")
    values = _values(bill, body, (ATTRIBUTE, key)) if key else _used_attribute_keys(bill, body)
    shown, answer = sized_page(body, values)
    return answer | {"DimensionValues": [{"Value": value, "Attributes": {}} for value in shown]}


def _names(bill: Bill, accounts: Sequence[str]) -> Mapping[str, Dimensions]:
    wanted = set(accounts)
    return {series.account: series for series in bill.ledger.series if series.account in wanted}


def _values(bill: Bill, body: Body, column: Column) -> list[str]:
    """The values that occur, by name or, with SortBy, by what they cost."""
    query = _query(bill, body, column)
    key = column[1]
    prefix = "" if column[0] == "DIMENSION" else f"{key}$"
    costs = bill.answer(query).period(query.periods[0])
    amounts = {group.keys[0].removeprefix(prefix): group.sums for group in costs.groups(0, len(costs))}
    sort_by = (body.get("SortBy") or [{}])[0]
    if not sort_by:
        return sorted(amounts)
    metric = METRIC[_sort_metric(sort_by)]
    descending = sort_by.get("SortOrder", "DESCENDING") == "DESCENDING"
    return sorted(sorted(amounts), key=lambda value: metric(bill.ledger, amounts[value]), reverse=descending)


def _sort_metric(sort_by: Mapping[str, str]) -> str:
    name = sort_by.get("Key", "")
    if (metric := SNAKE.get(name, name)) not in METRICS:
        raise not_one_of("sortBy.1.member.key", name, METRICS)
    return metric


def _query(bill: Bill, body: Body, column: Column) -> Query:
    """The whole period at once, by the column. A question about product attributes is about Bedrock alone."""
    start, end = read_period(body, bill.today, bill.limits)
    check_billing_view(body)
    matches = read_filter(body, start, column[0] == ATTRIBUTE)
    return Query((Period(start, end),), ("UnblendedCost",), (column,), f"{column} {body}", matches)


def _used_tag_keys(bill: Bill, body: Body) -> list[str]:
    found = {(key, view) for series, view in _used(bill, body) for key, _ in series.tags}
    return sorted({key for key, view in found if key not in view.hidden_tags})


def _used_attribute_keys(bill: Bill, body: Body) -> list[str]:
    return sorted({key for series, _ in _used(bill, body) for key, _ in series.attributes})


def _used(bill: Bill, body: Body) -> list[tuple[Dimensions, View]]:
    """The series with a row in the request's period that pass its filter, each with what shows of it."""
    start, end = read_period(body, bill.today, bill.limits)
    matches = read_filter(body, start)
    used: dict[View, np.ndarray] = {}
    for day, rows in bill.ledger.days.items():
        if start <= day < end:
            view = bill.view_on(day)
            used.setdefault(view, np.zeros(len(bill.ledger.series), dtype=bool))[rows.series] = True
    return [
        (bill.ledger.series[number], view)
        for view, mask in used.items()
        for number in np.flatnonzero(mask & matches(view)).tolist()
    ]
