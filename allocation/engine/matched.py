"""What each rule matched in a month, and what earlier rules took of what it describes too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .cells import Amounts, sums_by_day
from .columns import Columns, Rows
from .costs import MonthOfCosts, Series
from .matching import rows_of
from .rulebook import Rule, Rulebook
from .rules import Codes, claims_of
from .spans import Days, days_of_claims


@dataclass(frozen=True, slots=True)
class RuleMoney:
    """What a rule matched in a month: how many series, and money in 10^-10.

    `takers` are the earlier rules that took cost which this one describes too, with the money of each.
    """

    rule: str
    series: int
    amount: int
    takers: Mapping[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> int:
        return sum(self.takers.values())


def money_by_rule(rulebook: Rulebook, series: Sequence[Series], costs: MonthOfCosts) -> tuple[RuleMoney, ...]:
    """What each rule matched in the month, in the order of the rules."""
    spans = days_of_claims(rulebook, costs.month)
    columns = Columns(series)
    _, codes = claims_of(rulebook, columns, spans)
    sums = costs_by_span(costs, spans, len(series))
    return tuple(
        money_of(rulebook.rules, number, rows_of(rule.conditions, columns), spans, codes, sums)
        for number, rule in enumerate(rulebook.rules)
    )


def money_of(
    rules: Sequence[Rule], number: int, rows: Rows, spans: Sequence[Days], codes: Sequence[Codes], sums: Amounts
) -> RuleMoney:
    """`rows` are the series that the rule describes, `sums` what each series cost in each span."""
    valid = [place for place, days in enumerate(spans) if rules[number].span.holds(days.date)]
    won = {series for place in valid for series in rows[codes[place][rows] == number].tolist()}
    amounts: dict[int, int] = {}
    for place in valid:
        for winner, amount in amounts_by_winner(codes[place][rows], sums[place, rows]):
            amounts[winner] = amounts.get(winner, 0) + amount
    takers = {rules[one].name: amount for one, amount in sorted(amounts.items()) if one < number and amount}
    return RuleMoney(rules[number].name, len(won), amounts.get(number, 0), takers)


def amounts_by_winner(winners: Codes, amounts: Amounts) -> Iterator[tuple[int, int]]:
    for winner in np.unique(winners).tolist():
        yield winner, sum(amounts[winners == winner].tolist())


def costs_by_span(costs: MonthOfCosts, spans: Sequence[Days], series: int) -> Amounts:
    """What each series cost in each span, in 10^-10."""
    sums = sums_by_day(costs, spans[-1].until, series)
    return np.stack([sums[days.first : days.until].sum(axis=0) for days in spans])
