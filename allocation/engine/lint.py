"""What is odd in a rulebook that can be computed: findings for a month, with the money when costs are given."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .bits import Bits, has_bit
from .cells import Amounts, exact, span_of_day, zeros
from .columns import Columns
from .costs import MonthOfCosts, Series
from .findings import Finding
from .lint_dates import date_findings
from .lint_pools import pool_findings
from .matching import rules_that_hold
from .rulebook import Rulebook
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
    held = rules_that_hold(rulebook.rules, columns)
    sums = costs_by_span(costs, spans, len(series))
    return tuple(money_of(rulebook, number, spans, codes, held, sums) for number in range(len(rulebook.rules)))


def money_of(
    rulebook: Rulebook, number: int, spans: Sequence[Days], codes: Sequence[Codes], held: Bits, sums: Amounts
) -> RuleMoney:
    rule = rulebook.rules[number]
    mine = [span_codes == number for span_codes in codes]
    could = [has_bit(held, number) & rule.span.holds(days.date) for days in spans]
    amount = sum(total(row[won]) for row, won in zip(sums, mine, strict=True))
    reach = sum(total(row[able]) for row, able in zip(sums, could, strict=True))
    return RuleMoney(rule.name, int(np.any(mine, axis=0).sum()), amount, reach - amount)


def costs_by_span(costs: MonthOfCosts, spans: Sequence[Days], series: int) -> Amounts:
    """What each series cost in each span, in 10^-10."""
    amount = exact(costs.amount)
    sums = zeros((len(spans), series), amount)
    np.add.at(sums, (span_of_day(spans)[costs.day], costs.series), amount)
    return sums


def total(amounts: Amounts) -> int:
    return sum(amounts.tolist())
