"""Charges -> months: the first pass. What is kept grows with distinct series and days, not with rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from allocation.engine.allocate import allocate
from allocation.engine.allocation import Assignment
from allocation.engine.costs import MonthOfCosts
from allocation.engine.explain import Evidence
from allocation.engine.money import EXACT
from allocation.engine.rulebook import Rulebook

from .charges import Charge, Key, series_of
from .layout import Layout
from .numbers import DECIMALS, decimals, to_units

MonthKey = tuple[dt.date, str]  # month and currency: costs of two currencies are never added up

SAFE = 2**62


@dataclass(slots=True)
class Gathered:
    """What the charges of a month in one currency add up to, by series and day."""

    rows: int = 0
    bill: Decimal = Decimal(0)
    series: dict[Key, int] = field(default_factory=dict)
    sums: dict[tuple[int, int], Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@dataclass(frozen=True, slots=True)
class Month:
    """A month in one currency, allocated. Amounts are in 10^-places of the currency unit."""

    month: dt.date
    currency: str
    places: int
    rows: int
    bill: int
    series: dict[Key, int]
    evidence: Evidence
    assignments: dict[int, list[Assignment]]

    def assigned(self, series: int, day: int) -> Assignment:
        """Where a series goes on a day (0 is the 1st)."""
        return next(one for one in self.assignments[series] if one.first_day <= day < one.until_day)

    @property
    def title(self) -> str:
        return f"{self.month:%Y-%m}{f' in {self.currency}' if self.currency else ''}"


def gathered(charges: Iterable[Charge]) -> tuple[dict[MonthKey, Gathered], int]:
    """The charges added up per month and currency, and how many decimals it takes to write every one of them."""
    months: dict[MonthKey, Gathered] = defaultdict(Gathered)
    places = DECIMALS
    for charge in charges:
        month = months[charge.month, charge.currency]
        month.rows += 1
        month.bill = EXACT.add(month.bill, charge.cost)
        series = month.series.setdefault(charge.key, len(month.series))
        month.sums[series, charge.day] = EXACT.add(month.sums[series, charge.day], charge.cost)
        places = max(places, decimals(charge.cost))
    return dict(sorted(months.items())), places


def allocated(rulebook: Rulebook, layout: Layout, charges: Iterable[Charge]) -> dict[MonthKey, Month]:
    """Every month and currency allocated by itself, in order. Raises RulebookError as the engine does."""
    months, places = gathered(charges)
    return {key: month_of(rulebook, layout, key, one, places) for key, one in months.items()}


def month_of(rulebook: Rulebook, layout: Layout, key: MonthKey, one: Gathered, places: int) -> Month:
    date, currency = key
    series = [series_of(values, layout) for values in one.series]
    costs = costs_of(date, one, places)
    evidence = Evidence(rulebook, series, costs, allocate(rulebook, series, costs))
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in evidence.allocation.assignments:
        assignments[assignment.series].append(assignment)
    return Month(date, currency, places, one.rows, to_units(one.bill, places), one.series, evidence, assignments)


def costs_of(month: dt.date, one: Gathered, places: int) -> MonthOfCosts:
    """The sums as the engine takes them."""
    amounts = [to_units(amount, places) for amount in one.sums.values()]
    narrow = all(abs(amount) < SAFE for amount in amounts)
    return MonthOfCosts(
        month,
        np.array([series for series, _ in one.sums], np.int32),
        np.array([day for _, day in one.sums], np.int16),
        np.array(amounts, np.int64 if narrow else object),
    )
