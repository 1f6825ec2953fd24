"""One month under the three settlements, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .allocate import allocate
from .allocation import Charges
from .costs import MonthOfCosts, Series
from .rulebook import Rulebook, RulebookError, SettlementMethod


@dataclass(frozen=True, slots=True)
class Outcome:
    """What each team carries under a settlement, in 10^-10; None is unallocated. `problems` say why there is none."""

    method: SettlementMethod
    totals: Mapping[str | None, int]
    problems: tuple[str, ...] = ()


def compare(rulebook: Rulebook, series: Sequence[Series], costs: MonthOfCosts) -> tuple[Outcome, ...]:
    """The outcome of each settlement with everything else unchanged. All totals add up to the records."""
    return tuple(outcome(rulebook, method, series, costs) for method in SettlementMethod)


def outcome(rulebook: Rulebook, method: SettlementMethod, series: Sequence[Series], costs: MonthOfCosts) -> Outcome:
    changed = replace(rulebook, settlement=replace(rulebook.settlement, method=method))
    try:
        return Outcome(method, totals_by_team(allocate(changed, series, costs).charges))
    except RulebookError as error:
        return Outcome(method, {}, error.problems)


def totals_by_team(charges: Charges) -> dict[str | None, int]:
    """What each team carries in all, by slug; None, last, is unallocated."""
    totals: dict[str | None, int] = {}
    for payer, amount in zip(charges.payer.tolist(), charges.amount.tolist(), strict=True):
        team = charges.payers[payer].team
        totals[team] = totals.get(team, 0) + amount
    return dict(sorted(totals.items(), key=lambda entry: (entry[0] is None, entry[0] or "")))
