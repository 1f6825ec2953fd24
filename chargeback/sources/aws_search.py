"""The cheapest questions for a part of a bill. Pure.

Cost Explorer groups by two dimensions at most. A part of the bill in which no more than two are open is one question.
Any other part is cut, by the way that costs least:

- one question for each value of a dimension (for each account, for instance), and one together for all values that
  leave no more than one other dimension open (accounts whose cost has one tag value);
- in layers: one tag value of each account in the first question, another of each in the second, and so on;
- services one by one, but the small ones together, if nothing else is half as cheap.

A dimension that has one value in a part is filtered by, not guessed: whatever a survey did not see is missing from the
sum of the answers, and the pull is refused. No two questions overlap.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from math import inf

from .aws_cuts import MOST_CASES, Parts, can_group, ways
from .aws_queries import Case, Query, Values
from .aws_space import Box, Space
from .window import Window

WORTH = 2  # small services are lumped together only where that takes half the requests or fewer
Queries = list[Query]


@dataclass(frozen=True, slots=True)
class Search:
    """Finds the cheapest questions for boxes of one bill. Where there is nothing in a box, there is no question."""

    space: Space
    window: Window
    page_size: int
    small: Values

    def cheapest(self, box: Box, most: float = inf) -> Queries | None:
        """Questions that take fewer than `most` requests, or None when no way was found that does."""
        if box.is_empty:
            return []
        if fits_one(box):
            query = self.question(box)
            return [query] if query.requests < most else None
        best = None
        for parts in ways(self.space, box, self.small):
            if (found := self.asked(box, parts, most / WORTH if parts.are_lumped and best else most)) is not None:
                best, most = found, total(found)
        return best

    def asked(self, box: Box, parts: Parts, most: float) -> Queries | None:
        """Questions for all parts, those in which little is open asked together; None when they take too many."""
        queries = [query for other, boxes in parts.together for query in self.questions(box, parts.by, other, boxes)]
        for part in parts.alone:
            found = self.cheapest(part, most - total(queries))
            if found is None or total(queries) + total(found) >= most:
                return None
            queries += found
        return queries if total(queries) < most else None

    def question(self, box: Box) -> Query:
        """The one question for a box that fits one."""
        by = grouped_by(box)
        return self.query(by, (case_of(box, by),), self.space.groups(box, by))

    def questions(self, box: Box, dimension: str, other: str, parts: list[Box]) -> Queries:
        """As few questions as can be by these two dimensions, for parts that differ in the first."""
        by = (dimension, other)
        cases = cases_of(box, parts, by)
        packs = [cases[start : start + MOST_CASES] for start in range(0, len(cases), MOST_CASES)]
        groups = self.space.groups(united(box, parts, by), by)
        return [self.query(by, tuple(pack), -(-groups * len(pack) // len(cases))) for pack in packs]

    def query(self, by: tuple[str, ...], cases: tuple[Case, ...], groups: int) -> Query:
        pages = -(-groups * len(self.window.days) // self.page_size)
        return Query(self.window, by, cases, requests=max(1, pages))


def fits_one(box: Box) -> bool:
    open_dimensions = box.open_dimensions
    return len(open_dimensions) <= 2 and all(can_group(box, name) for name in open_dimensions)


def grouped_by(box: Box) -> tuple[str, ...]:
    """The open dimensions, and up to two in all those that nobody filtered by: better seen than presumed."""
    seen = [name for name in box.values if name not in box.only and name not in box.known and can_group(box, name)]
    return tuple(dict.fromkeys([*box.open_dimensions, *seen]))[:2]


def case_of(box: Box, by: tuple[str, ...]) -> Case:
    """The box as a case of a question by these dimensions: in every other one its one value is filtered by."""
    single = {name: values for name, values in box.values.items() if name not in by and name not in box.known}
    known = {name: next(iter(values)) for name, values in single.items()} | dict(box.known)
    return Case({**box.only, **single}, box.but, known)


def cases_of(box: Box, parts: list[Box], by: tuple[str, str]) -> list[Case]:
    """The parts as cases: one for all parts that differ in nothing but the first dimension."""
    cases = sorted((case_of(part, by) for part in parts), key=what_is_known)
    merged = [united_cases(list(same), by[0]) for _, same in groupby(cases, what_is_known)]
    if len(merged) == 1 and merged[0].only[by[0]] == box.values[by[0]] and by[0] not in box.only:
        return [replace(merged[0], only={name: those for name, those in merged[0].only.items() if name != by[0]})]
    return merged


def what_is_known(case: Case) -> list[tuple[str, str]]:
    return sorted(case.known.items())


def united_cases(cases: list[Case], dimension: str) -> Case:
    values = frozenset().union(*(case.only[dimension] for case in cases))
    return replace(cases[0], only={**cases[0].only, dimension: values})


def united(box: Box, parts: list[Box], by: tuple[str, str]) -> Box:
    """The box with what occurs in any of the parts."""
    values = {name: frozenset().union(*(part.values[name] for part in parts)) for name in by}
    return replace(box, values={**box.values, **values})


def total(queries: Queries) -> int:
    """How many requests they are expected to take."""
    return sum(query.requests for query in queries)
