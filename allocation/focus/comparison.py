"""A month under the three settlements, side by side: what each team would carry."""

from collections.abc import Iterator

from allocation.engine.compare import Outcome, compare

from .months import Month
from .summary import Line, money, most_places, table

UNALLOCATED = "unallocated"


def comparison(month: Month) -> Iterator[str]:
    """The lines of the table, then why a settlement has no figures. Everything else is as in the rulebook."""
    evidence = month.evidence
    outcomes = compare(evidence.rulebook, evidence.series, evidence.costs)
    teams: list[str | None] = [team.slug for team in evidence.rulebook.teams]
    places = most_places((amount for one in outcomes for amount in one.totals.values()), month)
    lines: list[Line] = [
        (team or UNALLOCATED, *(amount_of(one, team, month, places) for one in outcomes)) for team in [*teams, None]
    ]
    yield f"{month.title}, settled in each way"
    yield from table([("team", *(one.method.value for one in outcomes)), *lines], right={1, 2, 3})
    for one in outcomes:
        yield from (f"{one.method.value}: {problem}" for problem in one.problems)


def amount_of(outcome: Outcome, team: str | None, month: Month, places: int) -> str:
    return "" if outcome.problems else money(outcome.totals.get(team, 0), month, places)
