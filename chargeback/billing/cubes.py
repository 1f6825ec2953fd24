"""Cost by all dimensions at once, as columns: made of a run, kept with it, cut and added up in any way. Pure.

A cell is one combination of values of all dimensions. Columns of codes are added up in milliseconds where as many rows
of the database would take seconds (docs/decisions/0027).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.engine.cells import Amounts, exact

DAYS = 31
COST, TEAM, PROJECT, SERVICE, POOL = "cost", "team", "project", "service", "pool"
ACCOUNT, REGION, CATEGORY, TAG = "account", "region", "category", "tags."
# What a statement line knows; the rest only cost series know, and shares of pools have none of it.
OF_LINES = (COST, TEAM, PROJECT, SERVICE, POOL)
OF_SERIES = (ACCOUNT, REGION, CATEGORY)
# Values of COST: a team's own (or nobody's), shares of pools, and what pools cost before they are shared.
DIRECT, SHARED, POOLED = "direct", "shared", "pooled"
# Words that no bill can hold, for cells that have no value of their own: shares of pools, and runs that kept none.
NO_SERIES, NOT_KEPT = "\x1fshared", "\x1fnot kept"

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One column: the distinct words, and for each cell the place of its own."""

    words: tuple[str, ...]
    codes: Codes

    def of(self, cells: Codes | Flags) -> "Dimension":
        """The column of some cells, with their words only."""
        codes, is_used = self.codes[cells], np.zeros(len(self.words), bool)
        is_used[codes] = True
        used = np.flatnonzero(is_used)
        places = np.empty(len(self.words), np.int64)  # a sort of the codes would take ten times as long
        places[used] = np.arange(len(used))
        return Dimension(tuple(self.words[code] for code in used.tolist()), places[codes])

    def texts(self, cells: Codes) -> list[str]:
        """The words of some cells."""
        return [self.words[code] for code in self.codes[cells].tolist()]


@dataclass(frozen=True, slots=True)
class Cube:
    """Cells as columns. `amounts` and `daily` (31 days of each cell; None where not read) are in 10^-10.

    `cents` are as printed: the cells of a statement line add up to its cents. `account_names` are by account.
    """

    dimensions: Mapping[str, Dimension]
    amounts: Amounts
    cents: Amounts
    daily: Amounts | None
    account_names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.amounts)

    def where(self, cells: Codes | Flags) -> "Cube":
        """Some of the cells."""
        return Cube(
            {name: column.of(cells) for name, column in self.dimensions.items()},
            self.amounts[cells],
            self.cents[cells],
            None if self.daily is None else self.daily[cells],
            self.account_names,
        )

    def parts(self, dimension: str) -> Iterator[tuple[str, "Cube"]]:
        """Each word of the dimension but the empty one, with its cells."""
        column = column_of(self, dimension)
        order = np.argsort(column.codes, kind="stable")
        edges = np.searchsorted(column.codes[order], np.arange(len(column.words) + 1)).tolist()
        for word, (start, end) in zip(column.words, pairwise(edges), strict=True):
            if word and start < end:
                yield word, self.where(order[start:end])

    def flags(self, dimension: str, words: Sequence[str]) -> Flags:
        """Which cells have one of the words. A dimension that no cell knows has the empty word everywhere."""
        column = self.dimensions.get(dimension)
        if column is None:
            return np.full(len(self), "" in words)
        wanted = np.array([word in words for word in column.words], bool)
        return wanted[column.codes] if len(column.words) else np.zeros(len(self), bool)


def joined(cubes: Sequence[Cube]) -> Cube:
    """All cells as one cube. A dimension that one of them does not know is empty there."""
    names = dict.fromkeys(name for cube in cubes for name in cube.dimensions)
    daily: list[Any] = [cube.daily for cube in cubes if cube.daily is not None]
    return Cube(
        {name: joined_column([column_of(cube, name) for cube in cubes]) for name in names},
        exact(np.concatenate([cube.amounts for cube in cubes])),
        exact(np.concatenate([cube.cents for cube in cubes])),
        np.concatenate(daily) if len(daily) == len(cubes) else None,
        {account: name for cube in cubes for account, name in cube.account_names.items()},
    )


def column_of(cube: Cube, name: str) -> Dimension:
    return cube.dimensions.get(name) or Dimension(("",), np.zeros(len(cube), np.int64))


def joined_column(columns: Sequence[Dimension]) -> Dimension:
    places: dict[str, int] = {}
    codes = []
    for column in columns:
        own = np.array([places.setdefault(word, len(places)) for word in column.words], np.int64)
        codes.append(own[column.codes] if len(own) else column.codes)
    return Dimension(tuple(places), np.concatenate(codes))


def packed_codes(dimensions: Mapping[str, Dimension]) -> bytes:
    """The codes of all columns in their order, in four bytes each."""
    return b"".join(column.codes.astype("<u4").tobytes() for column in dimensions.values())


def unpacked_columns(words: Sequence[tuple[str, Sequence[str]]], packed: bytes | memoryview) -> dict[str, Dimension]:
    codes = np.frombuffer(packed, "<u4").reshape(len(words), -1).astype(np.int64)
    return {name: Dimension(tuple(values), own) for (name, values), own in zip(words, codes, strict=True)}
