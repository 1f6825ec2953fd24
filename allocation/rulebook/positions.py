"""Where rules stand in the database: a rule that did not move keeps its number, so that its history tells no change."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

STEP = 10  # between positions of rules, so that one more fits in without renumbering


def positions(held: Sequence[int | None]) -> list[int]:
    """Rising positions for rules in their order, given what they hold now (None: a new rule).

    As many as possible keep theirs. When too many stand between two that would, all are numbered anew.
    """
    kept = {place: held[place] or 0 for place in longest_rising(held)}
    order = iter([*kept, None])
    after = next(order)
    found: list[int] = []
    for place in range(len(held)):
        if place == after:
            found.append(kept[place])
            after = next(order)
        else:
            found.append(between(found, place, after, kept))
    rising = all(one < other for one, other in pairwise([0, *found]))
    return found if rising else [STEP * (place + 1) for place in range(len(held))]


def between(before: Sequence[int], place: int, after: int | None, kept: dict[int, int]) -> int:
    """A position behind the last one, and before the next that is kept if there is room."""
    last = before[-1] if before else 0
    if after is None:
        return last + STEP
    return last + (kept[after] - last) // (after - place + 1)


def longest_rising(held: Sequence[int | None]) -> list[int]:
    """The places of the longest run of rising numbers, in order."""
    tails: list[int] = []
    places: list[int] = []
    before: dict[int, int | None] = {}
    for place, value in enumerate(held):
        if value is not None:
            length = bisect_left(tails, value)
            before[place] = places[length - 1] if length else None
            tails[length : length + 1] = [value]
            places[length : length + 1] = [place]
    found: list[int] = []
    last = places[-1] if places else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]
