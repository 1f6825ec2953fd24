"""A rulebook and a month -> what is wrong with it, what is odd, and the money that each rule matched."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from allocation.engine.allocate import allocate
from allocation.engine.costs import MonthOfCosts, Series
from allocation.engine.difference import TeamDifference, difference
from allocation.engine.findings import Finding
from allocation.engine.lint import lint
from allocation.engine.matched import RuleMoney, money_by_rule
from allocation.engine.rulebook import Rulebook

from .check import problems_of

Costs = Mapping[str, tuple[Sequence[Series], MonthOfCosts]]


@dataclass(frozen=True, slots=True)
class Review:
    """`problems` keep the month from being run, `findings` do not. `money` is by currency, in the rules' order."""

    month: dt.date
    problems: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    money: Mapping[str, tuple[RuleMoney, ...]] = field(default_factory=dict)


def review(rulebook: Rulebook, month: dt.date, costs: Costs) -> Review:
    """With problems, money is not counted: who would get it is not decided."""
    problems = tuple(problems_of(rulebook))
    money = {} if problems else {currency: money_by_rule(rulebook, *given) for currency, given in costs.items()}
    return Review(month, problems, lint(rulebook, month, money), money)


def team_differences(before: Rulebook, after: Rulebook, costs: Costs) -> dict[str, tuple[TeamDifference, ...]]:
    """By currency what each team would carry, before and after, nobody last. Raises RulebookError."""
    found = {}
    for currency, (series, month) in costs.items():
        old, new = allocate(before, series, month), allocate(after, series, month)
        found[currency] = difference(old, new, series, month).teams
    return found


def costs_of(month: dt.date) -> Costs:
    """The month's costs by currency, from where the settings say: the rulebook itself knows nothing of bills."""
    read: Callable[[dt.date], Costs] = import_string(settings.RULEBOOK_COSTS)
    return read(month)
