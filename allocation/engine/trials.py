"""Which rules were tried on a series, which nearly held, and why they did not."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from .columns import value_of
from .conditions import holding
from .costs import Series
from .rulebook import Condition, Rule, Rulebook


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule tried on a series on a day: whether the day is in its dates, and the conditions that failed."""

    rule: Rule
    in_dates: bool
    failed: tuple[Condition, ...]

    @property
    def held(self) -> bool:
        return self.in_dates and not self.failed

    @property
    def nearly_held(self) -> bool:
        """True when one thing alone stood in the way: the dates, or a single condition among several."""
        if self.in_dates:
            return len(self.failed) == 1 and len(self.rule.conditions) > 1
        return not self.failed


def trials(rulebook: Rulebook, series: Series, day: dt.date) -> Iterator[Trial]:
    """The rules in the order they are tried, up to and including the first that holds."""
    value = cache(lambda dimension: value_of(dimension)(series))
    for rule in rulebook.rules:
        trial = trial_of(rule, value, day)
        yield trial
        if trial.held:
            return


def trial_of(rule: Rule, value: Callable[[str], str], day: dt.date) -> Trial:
    """The rule tried on a series of which `value` gives the dimensions."""
    failed = (one for one in rule.conditions if not all(holding(one, [value(one.dimension)])))
    return Trial(rule, rule.span.holds(day), tuple(failed))
