"""A dimension of many series as codes: each distinct value once, and for each series which it has."""

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from .costs import Series

Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]  # series, by number

TAG = "tags."
FEW = 50  # values; the series of more are found faster by looking at every series


class Column:
    """The distinct values of a dimension, sorted, and for each series the index of its value."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen: defaultdict[str, int] = defaultdict(itertools.count().__next__)  # numbered as they are met
        codes = np.fromiter(map(seen.__getitem__, texts), np.int32, len(texts))
        self.values = tuple(sorted(seen))
        self.index = {value: code for code, value in enumerate(self.values)}
        self.codes = np.fromiter(map(self.index.__getitem__, seen), np.int32, len(seen))[codes]

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How many series have each value."""
        return np.bincount(self.codes, minlength=len(self.values))

    @cached_property
    def by_value(self) -> tuple[Rows, list[int]]:
        """The series in the order of their values, and for each value where those of the next one begin."""
        return np.argsort(self.codes), np.cumsum(self.counts).tolist()

    def rows(self, flags: Flags) -> Rows:
        """The series whose value is flagged, in any order."""
        codes = np.flatnonzero(flags).tolist()
        if len(codes) > FEW:
            return np.flatnonzero(flags[self.codes])
        order, ends = self.by_value
        return np.concatenate([order[:0], *(order[ends[code] - self.counts[code] : ends[code]] for code in codes)])

    def beginning_with(self, text: str) -> slice:
        """Where the values stand that begin with the text."""
        return slice(
            bisect_left(self.values, text),
            bisect_right(self.values, text, key=lambda value: value[: len(text)]),
        )


class Columns:
    """The dimensions of a list of series; each is coded once, when it is first asked for."""

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = series
        self.known: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, dimension: str) -> Column:
        if dimension not in self.known:
            self.known[dimension] = Column(list(map(value_of(dimension), self.series)))
        return self.known[dimension]


def value_of(dimension: str) -> Callable[[Series], str]:
    """A function that gives the dimension of a series; an absent tag is the empty text."""
    if dimension.startswith(TAG):
        key = dimension.removeprefix(TAG)
        return lambda series: series.tags.get(key, "")
    return attrgetter(dimension)
