"""Rules that nearly changed what a team carries: words and tables, the most cost first, a few of them."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from allocation.engine.allocation import Payer
from allocation.engine.cells import Amounts, sums_by_day
from allocation.engine.columns import Columns, value_of
from allocation.engine.nearly import NearMiss, assigned_by_day, near_misses
from allocation.engine.rulebook import Condition, Kind, Operator, Span, Target
from allocation.engine.spans import days_in

from .months import Month
from .summary import Line, money, most_places, table

MOST = 5
HEADING = ("amount", "rule", "to", "what stood in the way")
WORDS = {
    Operator.IS: "",
    Operator.PREFIX: "to begin with ",
    Operator.SUFFIX: "to end with ",
    Operator.CONTAINS: "to contain ",
    Operator.REGEX: "to match ",
}


def near_lines(month: Month, team: str, pools: Collection[str]) -> Iterator[str]:
    """Which rules nearly took cost that the team carries, itself or through the pools; which nearly brought it more."""
    evidence = month.evidence
    sums = sums_by_day(evidence.costs, days_in(month.month), len(evidence.series))
    assigned = evidence.allocation.assignments
    places = assigned_by_day(assigned, *sums.shape)
    where = assigned.destination[places]
    own = np.array([isinstance(one, Payer) and one.team == team for one in assigned.destinations])[where]
    through = np.array([isinstance(one, Target) and one.slug in pools for one in assigned.destinations])[where]
    columns, rules = Columns(evidence.series), list(enumerate(evidence.rulebook.rules))
    projects = {project.slug for project in evidence.rulebook.projects if team in {one.team for one in project.tenures}}
    home = {Target(Kind.TEAM, team), *(Target(Kind.PROJECT, slug) for slug in projects)}

    def missed(to_team: bool, cost: Amounts) -> list[NearMiss]:
        tried = [(number, rule) for number, rule in rules if (rule.target in home) is to_team]
        return near_misses(tried, columns, month.month, cost, assigned.rule[places])

    yield from lines_of(month, "Rules that nearly took some of it:", missed(False, np.where(own | through, sums, 0)))
    yield from lines_of(month, f"Rules that nearly brought {team} more:", missed(True, np.where(own, 0, sums)))


def lines_of(month: Month, title: str, misses: Sequence[NearMiss]) -> list[str]:
    """A table of the first few, and how many more there are; nothing without any."""
    if not misses:
        return []
    shown = misses[:MOST]
    places = most_places((one.amount for one in shown), month)
    rows: list[Line] = [
        (money(one.amount, month, places), one.rule.name, str(one.rule.target), obstacle(one, month)) for one in shown
    ]
    more = [f"  and {len(misses) - MOST} more"] if len(misses) > MOST else []
    return ["", title, *(f"  {line}" for line in table([HEADING, *rows], right={0})), *more]


def obstacle(miss: NearMiss, month: Month) -> str:
    """The one thing that stood in the way."""
    if miss.failed is None:
        return f"its dates are {span_text(miss.rule.span)}"
    others = f", and {miss.count - 1} more" if miss.count > 1 else ""
    return f"{found_text(miss.failed, month, miss.series)}{others}; it wants {condition_text(miss.failed)}"


def found_text(condition: Condition, month: Month, series: int) -> str:
    """What the series has where the condition looks."""
    value = value_of(condition.dimension)(month.evidence.series[series])
    return f"{condition.dimension} is {value or 'absent'}"


def span_text(span: Span) -> str:
    ends = (("from", span.start), ("until", span.until))
    return " ".join(f"{word} {date}" for word, date in ends if date)


def condition_text(condition: Condition) -> str:
    """What the rule asks of the value."""
    if condition.operator is Operator.ABSENT:
        return "any value" if condition.negated else "none"
    refused = "not " if condition.negated else ""
    return f"{refused}{WORDS[condition.operator]}{' or '.join(condition.values)}"
