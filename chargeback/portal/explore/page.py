"""Explored cost -> what the page shows: controls, chips, chart, table, saved views. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.explore_figures import Compare, Cost, Explored, Metric, Scope

from .. import display
from ..choices import Choice
from .asked import (
    CUSTOM,
    PRESETS,
    ROWS,
    TO_DATE,
    Days,
    has_more,
    kept_query,
    rows_asked,
    with_query,
    written,
    written_dimension,
)
from .charts import explore_chart
from .tables import explore_table
from .words import BASES, COMPARES, COSTS, HELP, KINDS, METRICS, cost_in_words, kind_of


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter, with the address without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one dimension, to choose from."""

    label: str
    values: tuple[Choice, ...]


class View(Protocol):
    """A saved view as the page needs it."""

    pk: int
    name: str
    query: str
    is_default: bool


def explore_page(
    found: Explored, days: Days, scope: Scope, query: QueryDict, views: Sequence[View], today: dt.date
) -> dict[str, object]:
    rows = rows_asked(query)
    shown, rest = found.groups[:rows], found.groups[rows:]
    table = explore_table(found, shown, rest, query)
    chart = explore_chart(found)
    return {
        "found": found,
        "scope": scope,
        "days": days,
        "title": cost_in_words(found.asked),
        "when": display.days(found.asked.span.first, found.asked.span.last + dt.timedelta(days=1)),
        "compared": compared_in_words(found),
        "table": table,
        "chart": chart,
        "words": f"{len(found.groups)} groups, {table.in_words}. {chart.summary}",
        "ranges": ranges(days, scope, today),
        "groups": group_choices(found),
        "costs": [Choice(one.value, COSTS[one], one is found.asked.cost) for one in costs_of(scope)],
        "metrics": [Choice(one.value, METRICS[one], one is found.asked.metric) for one in Metric],
        "compares": [Choice(one.value, COMPARES[one], one is found.asked.compare) for one in Compare],
        "rows": [Choice(str(one), str(one), one == rows) for one in ROWS],
        "currencies": [Choice(one, one, one == found.currency) for one in scope.currencies],
        "offers": offered(found),
        "kept": [(name, text) for name in ("only", "without") for text in query.getlist(name) if text],
        "chips": chips(found, query),
        "bases": sorted({BASES.get(run.basis, run.basis) for run in found.runs}),
        "views": [
            (view, kept_query(QueryDict(view.query)).urlencode() == kept_query(query).urlencode()) for view in views
        ],
        "query": kept_query(query).urlencode(),
        "files": {kind: f"{reverse('explore-export', args=[kind])}?{kept_query(query).urlencode()}" for kind in FILES},
        "help": HELP,
    }


FILES = ("xlsx", "csv")


def costs_of(scope: Scope) -> list[Cost]:
    """The bill before sharing is the whole company's."""
    return [one for one in Cost if scope.is_company or one is not Cost.BILL]


def ranges(days: Days, scope: Scope, today: dt.date) -> list[Choice]:
    """The presets; those that reach no further data than a shorter one cannot be chosen."""
    newest = next((month for month in scope.months if month <= today), today)
    made = [
        Choice(str(months), f"Last {months} months", days.preset == str(months), not has_more(scope, months, newest))
        for months in PRESETS
    ]
    is_empty = today.replace(day=1) not in scope.months
    to_date = Choice(TO_DATE, "Month to date", days.preset == TO_DATE, is_empty and days.preset != TO_DATE)
    return [*made, to_date, Choice(CUSTOM, "Days of my own", days.preset == CUSTOM)]


def group_choices(found: Explored) -> list[Choice]:
    """What can be told apart; also what is asked for although no cost in these days has it."""
    known = dict.fromkeys([*KINDS, *(offer.dimension for offer in found.offers), found.asked.group])
    return [Choice(written_dimension(one), kind_of(one), one == found.asked.group) for one in known]


def offered(found: Explored) -> list[Choices]:
    return [
        Choices(
            kind_of(offer.dimension) + (" (the dearest)" if offer.is_cut else ""),
            tuple(Choice(written(offer.dimension, word), name) for word, name in offer.values),
        )
        for offer in found.offers
    ]


def chips(found: Explored, query: QueryDict) -> list[Chip]:
    """One for each filter, in words."""
    made = []
    for how, verb, pairs in (("only", "is", found.asked.only), ("without", "is not", found.asked.without)):
        for dimension, word in pairs:
            name = found.names.get(dimension, {}).get(word, word)
            rest = [written(*pair) for pair in pairs if pair != (dimension, word)]
            made.append(Chip(f"{kind_of(dimension)} {verb} {name}", with_query(query, **{how: rest or None})))
    return made


def compared_in_words(found: Explored) -> str:
    if not found.compared:
        return ""
    return display.days(found.compared.first, found.compared.last + dt.timedelta(days=1))
