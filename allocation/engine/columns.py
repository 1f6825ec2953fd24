"""A dimension of many series as codes: each distinct value once, and for each series which it has."""

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .costs import ATTRIBUTES, TAG, Series, SeriesTable
from .lines import Lines

Flags = NDArray[np.bool_]
Q = TypeVar("Q", bound=Hashable)
T = TypeVar("T")
Codes = NDArray[np.int32]  # values, by their place among the values of their column
Rows = NDArray[np.int64]  # series, by number

ABSENT = Series()
NARROW = 1 << 16


class Column:
    """The distinct values of a dimension, sorted, and for each series the index of its value."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen: defaultdict[str, int] = defaultdict(itertools.count().__next__)  # numbered as they are met
        codes = np.fromiter(map(seen.__getitem__, texts), np.int32, len(texts))
        self.values = tuple(sorted(seen))
        self.index = {value: code for code, value in enumerate(self.values)}
        self.codes = np.fromiter(map(self.index.__getitem__, seen), np.int32, len(seen))[codes]

    @cached_property
    def texts(self) -> NDArray[np.object_]:
        """The values, ready to be picked out by their codes."""
        return np.array(self.values, object)

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.values)

    @cached_property
    def by_value(self) -> tuple[Rows, list[int]]:
        """The series in the order of their values, and for each value where its series begin; at last their number."""
        narrow = self.codes.astype(np.uint16) if len(self.values) <= NARROW else self.codes  # sorted in one go
        return np.argsort(narrow, kind="stable"), [0, *np.cumsum(np.bincount(self.codes)).tolist()]

    def count(self, codes: Iterable[int]) -> int:
        """How many series have one of the values."""
        _, starts = self.by_value
        return sum(starts[code + 1] - starts[code] for code in codes)

    def rows(self, codes: Sequence[int]) -> Rows:
        """The series that have one of the values, in any order."""
        order, starts = self.by_value
        if len(codes) == 1:
            return order[starts[codes[0]] : starts[codes[0] + 1]]
        return np.concatenate([order[:0], *(order[starts[code] : starts[code + 1]] for code in codes)])

    def flags(self, codes: Sequence[int] | Codes) -> Flags:
        """For each value whether it is one of these."""
        flags = np.zeros(len(self.values), dtype=bool)
        flags[codes] = True
        return flags

    def beginning_with(self, text: str) -> range:
        """The codes of the values that begin with the text."""
        return range(
            bisect_left(self.values, text),
            bisect_right(self.values, text, key=lambda value: value[: len(text)]),
        )


class Columns:
    """The dimensions of a list of series; each is coded once, when it is first asked for. A table keeps its codes."""

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = series
        self.known: dict[str, Column] = series.coded if isinstance(series, SeriesTable) else {}
        self.answers: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, dimension: str) -> Column:
        if dimension not in self.known:
            self.known[dimension] = Column(texts_of(self.series, dimension))
        return self.known[dimension]

    def once(self, ask: Callable[["Columns", Q], T], question: Q) -> T:
        """What is asked of these columns, worked out for the first who asks; many rules have a condition in common."""
        key = ask, question
        if key not in self.answers:
            self.answers[key] = ask(self, question)
        answer: T = self.answers[key]
        return answer


def texts_of(series: Sequence[Series], dimension: str) -> Sequence[str]:
    """The dimension of each series; an absent tag or attribute is the empty text."""
    if not isinstance(series, SeriesTable):
        return list(map(value_of(dimension), series))
    if dimension in series.columns:
        return series.columns[dimension]
    return [value_of(dimension)(ABSENT)] * len(series)


def value_of(dimension: str) -> Callable[[Series], str]:
    """A function that gives the dimension of a series; an absent tag or attribute is the empty text."""
    if dimension.startswith(TAG):
        key = dimension.removeprefix(TAG)
        return lambda series: series.tags.get(key, "")
    if dimension.startswith(ATTRIBUTES):
        return lambda series: series.attributes.get(dimension, "")
    return attrgetter(dimension)
