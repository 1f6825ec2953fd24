"""The review of the rulebook -> what the page "Check the rulebook" shows, with links to the rows to change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse

from allocation.engine.matched import RuleMoney
from allocation.engine.money import from_units
from allocation.models import Driver, MappingRule, Pool, Project, Team
from allocation.readings.cells import CellError, month_of
from allocation.rulebook import load_rulebook
from allocation.rulebook.review import Review, costs_of, review
from allocation.rulebook.today import last_month, this_month

OPTIONS = ("settlement", "unallocated", "tag", "any_case", "filters", "default_owner")
NAMED: tuple[tuple[str, type[Model], str], ...] = (
    ("teams", Team, "slug"),
    ("projects", Project, "slug"),
    ("rules", MappingRule, "name"),
    ("pools", Pool, "slug"),
    ("drivers", Driver, "slug"),
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a rule matched in one currency; `taken` went to rules before it that describe it too."""

    currency: str
    matched: Decimal
    taken: Decimal
    series: int


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the page. `link` is empty where no single row is to be changed."""

    stops: bool
    place: str
    text: str
    link: str
    amounts: tuple[Amounts, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    name: str
    link: str
    amounts: tuple[Amounts, ...]


def check(month_text: str) -> dict[str, Any]:
    """The page's content for the month, or for last month when the text is none."""
    month = month_or_last(month_text)
    reviewed = review(load_rulebook(), month, costs_of(month))
    links, amounts = links_by_place(), amounts_by_rule(reviewed.money)
    return {
        "month": month,
        "months": [last_month(), this_month()],
        "found": list(found(reviewed, links, amounts)),
        "rules": [RuleLine(name, links.get(f"rules.{name}", ""), amounts[name]) for name in amounts],
    }


def month_or_last(text: str) -> dt.date:
    try:
        return month_of(text)
    except CellError:
        return last_month()


def found(reviewed: Review, links: Mapping[str, str], amounts: Mapping[str, tuple[Amounts, ...]]) -> Iterator[Found]:
    """Problems first: they keep the month from being run."""
    for problem in reviewed.problems:
        row = row_of(problem, links)
        path, _, text = problem.removeprefix(row).partition(": ")
        yield Found(True, row + path, text, links.get(row, ""))
    for finding in reviewed.findings:
        row = row_of(finding.place, links)
        matched = amounts.get(row.removeprefix("rules."), ()) if row.startswith("rules.") else ()
        yield Found(False, finding.place, finding.text, links.get(row, ""), matched)


def row_of(text: str, links: Mapping[str, str]) -> str:
    """The longest known place that the text begins with, or "": names of rules may hold dots and colons themselves."""
    places = [place for place in links if text == place or text.startswith((f"{place}.", f"{place}:"))]
    return max(places, key=len, default="")


def links_by_place() -> dict[str, str]:
    """The address of the row to change, by its place in the rulebook."""
    links = dict.fromkeys(OPTIONS, reverse("admin:allocation_allocationoptions_change", args=[1]))
    for part, model, name in NAMED:
        for pk, value in model._default_manager.values_list("pk", name):
            links[f"{part}.{value}"] = reverse(f"admin:allocation_{model._meta.model_name}_change", args=[pk])
    return links


def amounts_by_rule(money: Mapping[str, tuple[RuleMoney, ...]]) -> dict[str, tuple[Amounts, ...]]:
    by_rule: dict[str, tuple[Amounts, ...]] = {}
    for currency, rules in money.items():
        for one in rules:
            amounts = Amounts(currency, from_units(one.amount), from_units(one.taken), one.series)
            by_rule[one.rule] = (*by_rule.get(one.rule, ()), amounts)
    return by_rule
