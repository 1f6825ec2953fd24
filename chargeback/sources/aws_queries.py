"""One question to GetCostAndUsage: what it groups by, what it leaves out, and what its groups stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from .aws_dimensions import (
    ACCOUNT,
    COST_CATEGORY,
    NOTHING,
    PRODUCT,
    RECORD_TYPE,
    REGION,
    SERVICE,
    TAG,
    USAGE_TYPE,
    Json,
    charge_category,
    grouping,
    joined,
    key_of,
    kind_of,
    one_of,
)
from .batch import Dimensions
from .window import Window

Values = frozenset[str]
Named = tuple[tuple[str, str], ...]
# What attributes of a series are called in rules.
PREFIXES = {COST_CATEGORY: "cost_category", PRODUCT: "product"}


@dataclass(frozen=True, slots=True)
class Case:
    """A part of a bill: costs with one of the values of `only`, and none of those of `but`, in each dimension.

    `known` says which value every cost of it has in the dimensions that are not grouped by.
    """

    only: Mapping[str, Values] = field(default_factory=dict)
    but: Mapping[str, Values] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    def conditions(self) -> list[Json]:
        """What AWS is told to show, in an order that does not change."""
        shown = [one_of(dimension, values) for dimension, values in sorted(self.only.items())]
        hidden = [{"Not": one_of(dimension, values)} for dimension, values in sorted(self.but.items())]
        return shown + hidden


@dataclass(frozen=True, slots=True)
class Query:
    """One question: the costs of its cases, daily, by at most two dimensions. No cost belongs to two cases.

    Of several cases, the value of the first dimension grouped by tells which one a group belongs to.
    """

    window: Window
    by: tuple[str, ...] = ()
    cases: tuple[Case, ...] = (Case(),)
    granularity: str = "DAILY"
    requests: int = 1  # how many pages are expected

    def request(self, metrics: Sequence[str]) -> Json:
        """The arguments of GetCostAndUsage."""
        request: Json = period(self.window) | {"Granularity": self.granularity, "Metrics": list(metrics)}
        if self.by:
            request["GroupBy"] = [grouping(dimension) for dimension in self.by]
        if conditions := self.conditions():
            request["Filter"] = joined("And", conditions)
        return request

    def conditions(self) -> list[Json]:
        """What all cases have in common, and then which cases there are."""
        own = [case.conditions() for case in self.cases]
        common = [one for one in own[0] if all(one in others for others in own[1:])]
        rest = [[one for one in case if one not in common] for case in own]
        return [*common, joined("Or", [joined("And", case) for case in rest])] if all(rest) else common

    def case_of(self, values: Sequence[str]) -> Case | None:
        """The case that a group with these values belongs to, if any."""
        if len(self.cases) == 1:
            return self.cases[0]
        return next((case for case in self.cases if values[0] in case.only[self.by[0]]), None)


def period(window: Window) -> Json:
    return {"TimePeriod": {"Start": window.start.isoformat(), "End": window.end.isoformat()}}


def series_of(known: Mapping[str, str], currency: str, names: Mapping[str, str]) -> Dimensions:
    """The series with these values. `names` are those of accounts."""
    account, record_type = known[ACCOUNT], known[RECORD_TYPE]
    tags, attributes = tags_and_attributes(tuple(known))
    return Dimensions(
        service=known[SERVICE],
        record_type=record_type,
        charge_category=charge_category(record_type),
        currency=currency,
        sub_account_id=account,
        sub_account_name=names.get(account, ""),
        region=present(known, REGION),
        usage_type=present(known, USAGE_TYPE),
        tags=tuple((key, known[name]) for name, key in tags if known[name]),
        attributes=tuple((attribute, known[name]) for name, attribute in attributes if known[name]),
    )


@cache
def tags_and_attributes(dimensions: tuple[str, ...]) -> tuple[Named, Named]:
    """Those of the dimensions that are tags, and those that are attributes, with what a series calls them.

    Their order does not depend on the question. A bill asks this for every series, of a few questions only.
    """
    names = sorted(dimensions)
    return (
        tuple((name, key_of(name)) for name in names if kind_of(name) == TAG),
        tuple((name, f"{PREFIXES[kind_of(name)]}.{key_of(name)}") for name in names if kind_of(name) in PREFIXES),
    )


def present(known: Mapping[str, str], dimension: str) -> str:
    value = known.get(dimension, "")
    return "" if value == NOTHING[dimension] else value
