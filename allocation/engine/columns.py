"""A dimension of many series as codes: each distinct value once, and for each series which it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from .costs import Series

TAG = "tags."


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct values of a dimension, and for each series the index of its value."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]


class Columns:
    """The dimensions of a list of series; each is coded once, when it is first asked for."""

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = series
        self.known: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, dimension: str) -> Column:
        if dimension not in self.known:
            self.known[dimension] = column(self.series, dimension)
        return self.known[dimension]


def value_of(series: Series, dimension: str) -> str:
    """The dimension of one series; an absent tag is the empty text."""
    if dimension.startswith(TAG):
        return series.tags.get(dimension.removeprefix(TAG), "")
    return str(getattr(series, dimension))


def column(series: Sequence[Series], dimension: str) -> Column:
    """The dimension of every series; an absent tag is the empty text. Values are sorted."""
    if dimension.startswith(TAG):
        key = dimension.removeprefix(TAG)
        texts = [one.tags.get(key, "") for one in series]
    else:
        texts = list(map(attrgetter(dimension), series))
    values = tuple(sorted(set(texts)))
    index = {value: code for code, value in enumerate(values)}
    return Column(values, np.fromiter(map(index.__getitem__, texts), np.int32, len(texts)))
