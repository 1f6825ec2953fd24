"""What is odd in a rulebook that can be computed: findings for a month, with the money when costs are given."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .cells import Amounts, sums_by_day
from .columns import Columns, Rows
from .costs import MonthOfCosts, Series
from .findings import Finding
from .lint_dates import date_findings
from .lint_pools import pool_findings
from .matching import rows_of
from .rulebook import Rule, Rulebook
from .rules import Codes, claims_of
from .shadows import shadow_findings
from .spans import Days, days_of_claims


@dataclass(frozen=True, slots=True)
class RuleMoney:
    """What a rule matched in a month: how many series, and money in 10^-10.

    `taken` is the money of series that it describes too, but that earlier rules took.
    """

    rule: str
    series: int
    amount: int
    taken: int


def lint(rulebook: Rulebook, month: dt.date) -> tuple[Finding, ...]:
    """What is odd for the month. A rulebook that `problems_of` refuses may give fewer findings than there are."""
    return (*shadow_findings(rulebook), *date_findings(rulebook, month), *pool_findings(rulebook, month))


def money_by_rule(rulebook: Rulebook, series: Sequence[Series], costs: MonthOfCosts) -> tuple[RuleMoney, ...]:
    """What each rule matched in the month, in the order of the rules."""
    spans = days_of_claims(rulebook, costs.month)
    columns = Columns(series)
    _, codes = claims_of(rulebook, columns, spans)
    sums = costs_by_span(costs, spans, len(series))
    return tuple(
        money_of(rule, number, rows_of(rule.conditions, columns), spans, codes, sums)
        for number, rule in enumerate(rulebook.rules)
    )


def money_of(
    rule: Rule, number: int, rows: Rows, spans: Sequence[Days], codes: Sequence[Codes], sums: Amounts
) -> RuleMoney:
    """`rows` are the series that the rule describes, `sums` what each series cost in each span."""
    valid = [place for place, days in enumerate(spans) if rule.span.holds(days.date)]
    won = {place: rows[codes[place][rows] == number] for place in valid}
    amount = sum(total(sums[place, mine]) for place, mine in won.items())
    reach = sum(total(sums[place, rows]) for place in valid)
    return RuleMoney(rule.name, len({one for mine in won.values() for one in mine.tolist()}), amount, reach - amount)


def costs_by_span(costs: MonthOfCosts, spans: Sequence[Days], series: int) -> Amounts:
    """What each series cost in each span, in 10^-10."""
    sums = sums_by_day(costs, spans[-1].until, series)
    return np.stack([sums[days.first : days.until].sum(axis=0) for days in spans])


def total(amounts: Amounts) -> int:
    return sum(amounts.tolist())
