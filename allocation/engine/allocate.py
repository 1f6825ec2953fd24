"""Costs + rulebook -> allocation: match series, assign records, split pools. The engine's one way in."""

from collections.abc import Sequence

from .allocation import Allocation
from .costs import MonthOfCosts, Series
from .rulebook import Rulebook


def allocate(rulebook: Rulebook, series: Sequence[Series], costs: MonthOfCosts) -> Allocation:
    """Who pays for the month. The charges add up to exactly the records, per day and in all.

    Raises RulebookError naming every pool, rule or span that cannot be computed.
    """
    raise NotImplementedError
