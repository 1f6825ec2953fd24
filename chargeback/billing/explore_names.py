"""How the words of cubes are called, and which of them are offered to choose from. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from .cubes import (
    ACCOUNT,
    CATEGORY,
    NO_SERIES,
    NOT_KEPT,
    POOL,
    PROJECT,
    REGION,
    SERVICE,
    TAG,
    TEAM,
    Cube,
)
from .explore_figures import OTHER, Offer
from .stamps import Names

DIMENSIONS = (TEAM, SERVICE, PROJECT, ACCOUNT, REGION, CATEGORY, POOL)
MOST_VALUES = 200
CALLED = {NO_SERIES: "Shared cost, through pools", NOT_KEPT: "Not kept by the run", OTHER: "All others"}
WITHOUT = {
    TEAM: "Unallocated",
    PROJECT: "(no project)",
    SERVICE: "(no service)",
    ACCOUNT: "(no account)",
    REGION: "(no region)",
    CATEGORY: "(no category)",
    POOL: "Not through a pool",
}
NOT_TAGGED = "(not tagged)"


class Naming:
    """Names as of the newest run that is shown; of accounts as of the newest that has them, with ids where alike."""

    def __init__(self, names: Names | None, cubes: Sequence[Cube]) -> None:
        self.names, self.cubes = names, cubes
        called = {account: name for cube in cubes for account, name in cube.account_names.items()}
        often = Counter(called.values())
        self.accounts = {
            account: name if often[name] == 1 else f"{name} ({account})" for account, name in called.items()
        }

    def name(self, dimension: str, word: str) -> str:
        if word in CALLED:
            return CALLED[word]
        if not word:
            return WITHOUT.get(dimension, NOT_TAGGED)
        return self.of_row(dimension, word)

    def of_row(self, dimension: str, word: str) -> str:
        if dimension == ACCOUNT:
            return self.accounts.get(word, word)
        if self.names is None or dimension not in (TEAM, PROJECT, POOL):
            return word
        if dimension == TEAM:
            return self.names.party(word).name
        return self.names.project(word) if dimension == PROJECT else self.names.pool(word)

    def of_filters(self, filters: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
        """Names of the words that are filtered by; one that is in no cube is told as it was written."""
        named: dict[str, dict[str, str]] = {}
        for dimension, word in filters:
            is_known = not word or any(
                word in cube.dimensions[dimension].words for cube in self.cubes if dimension in cube.dimensions
            )
            named.setdefault(dimension, {})[word] = self.name(dimension, word) if is_known else word
        return named


def offers(cubes: Sequence[Cube], naming: Naming) -> tuple[Offer, ...]:
    """Of each dimension that occurs its values, by name; of very many those that cost most in the newest month."""
    names = dict.fromkeys(name for cube in cubes for name in cube.dimensions)
    tags = sorted(name for name in names if name.startswith(TAG))
    return tuple(offer(name, cubes, naming) for name in (*DIMENSIONS, *tags) if name in names)


def offer(dimension: str, cubes: Sequence[Cube], naming: Naming) -> Offer:
    known = [cube for cube in cubes if dimension in cube.dimensions]
    words = {word for cube in known for word in cube.dimensions[dimension].words}
    chosen = dearest(known[-1], dimension) if len(words) > MOST_VALUES else words
    named = sorted(((word, naming.name(dimension, word)) for word in chosen), key=lambda one: (one[1].casefold(), one))
    return Offer(dimension, tuple(named), len(words) > MOST_VALUES)


def dearest(cube: Cube, dimension: str) -> list[str]:
    column = cube.dimensions[dimension]
    sums = np.zeros(len(column.words))  # for their order alone
    np.add.at(sums, column.codes, cube.cents.astype(float))
    return [column.words[place] for place in np.argsort(-sums, kind="stable")[:MOST_VALUES].tolist()]
