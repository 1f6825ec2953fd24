"""Which questions bring a bill by all its dimensions, in the fewest requests. Pure.

survey -> space     which values occur together                            aws_space
       -> boxes     the bill, or what has product attributes and the rest
       -> queries   the cheapest questions for each box                    aws_search
       -> steps     the same in words, with their price                    aws_words
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from .aws_dimensions import ACCOUNT, RECORD_TYPE, SERVICE, dimensions_of, products_of
from .aws_queries import Query, Values
from .aws_search import Search
from .aws_space import Box, Space, space_of
from .aws_words import steps_of
from .batch import Breakdown, Plan, Survey
from .window import Window

PAGE_SIZE = 1000  # groups on a page, until a survey has seen a full one; AWS does not publish it
# Earlier days fail with DataUnavailableException:
# https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_ProductAttributeValues.html
PRODUCTS_SINCE = dt.date(2026, 9, 1)


def plan_of(survey: Survey, breakdown: Breakdown, window: Window) -> Plan:
    """The questions that bring the window's costs in the fewest requests. The survey may be of other days."""
    space = space_of(survey)
    queries: list[Query] = []
    for days, products in parts_of(window, products_of(breakdown)):
        search = Search(space, days, survey.page_size or PAGE_SIZE, small_services(survey, breakdown))
        for box in boxes_of(survey, space, dimensions_of(breakdown), products):
            queries += search.cheapest(box) or []
    return Plan(steps_of(queries), tuple(queries), survey.accounts)


def experienced(plan: Plan, taken: int, planned: int) -> Plan:
    """The plan with the pages that are to be expected when another one's `planned` requests turned out to be `taken`.

    Pages are reckoned from what occurs at all, as if it occurred every day. Each question takes one at least.
    """
    queries = [replace(query, requests=max(1, -(-query.requests * taken // planned))) for query in plan.queries]
    return replace(plan, steps=steps_of(queries), queries=tuple(queries))


def parts_of(window: Window, products: tuple[str, ...]) -> list[tuple[Window, tuple[str, ...]]]:
    """The window, cut where product attributes begin."""
    if not products or window.end <= PRODUCTS_SINCE:
        return [(window, ())]
    if window.start >= PRODUCTS_SINCE:
        return [(window, products)]
    return [(Window(window.start, PRODUCTS_SINCE), ()), (Window(PRODUCTS_SINCE, window.end), products)]


def boxes_of(survey: Survey, space: Space, dimensions: tuple[str, ...], products: tuple[str, ...]) -> list[Box]:
    """The whole bill, or the services that have product attributes and all others."""
    bill = Box({dimension: values_of(survey, dimension) for dimension in dimensions})
    with_products = services_with(space, products)
    if not with_products:
        return [bill]
    inside = bill.cut(space, SERVICE, with_products)
    own = {product: values_of(survey, product) for product in products}
    return [replace(inside, values={**inside.values, **own}), bill.without(space, SERVICE, with_products)]


def services_with(space: Space, products: tuple[str, ...]) -> Values:
    """The services of which some cost has one of the product attributes."""
    met = (space.partners.get((SERVICE, product), {}) for product in products)
    return frozenset(service for services in met for service, values in services.items() if values - {""})


def values_of(survey: Survey, dimension: str) -> Values:
    """Every value of the dimension that the survey saw."""
    known: Mapping[str, Mapping[str, object]] = {
        ACCOUNT: survey.accounts,
        SERVICE: survey.services,
        RECORD_TYPE: survey.record_types,
    }
    if dimension in known:
        return frozenset(known[dimension])
    firsts = (pair[0] for pairs in survey.pairs if pairs.first == dimension for pair in pairs.values)
    seconds = (pair[1] for pairs in survey.pairs if pairs.second == dimension for pair in pairs.values)
    return frozenset(firsts) | frozenset(seconds)


def small_services(survey: Survey, breakdown: Breakdown) -> Values:
    """Services of a small part of the bill that no rule names: asked together where services are asked one by one."""
    least = breakdown.lump_below * sum(map(abs, survey.services.values()), Decimal(0))
    return frozenset(
        name for name, billed in survey.services.items() if abs(billed) < least and not breakdown.is_named(name)
    )
