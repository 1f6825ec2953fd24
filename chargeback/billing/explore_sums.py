"""A month's cube -> cents by group and column. Pure.

Whole months by what statement lines know are the cents of the lines, so they are those of every statement. By account,
region, category or tag the exact sums are rounded to the same total, shares of pools apart; days are rounded to the
month's cents, and groups to each day's: the rows of a column always add up to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocation.engine.cells import Amounts
from allocation.engine.money import round_to_cents

from .cubes import COST, DIRECT, NO_SERIES, NOT_KEPT, OF_LINES, POOLED, SHARED, Codes, Cube, Flags, column_of
from .explore_figures import OTHER, Cost, ExploreAsked

KINDS = {
    Cost.CHARGED: (DIRECT, SHARED),
    Cost.DIRECT: (DIRECT,),
    Cost.SHARED: (SHARED,),
    Cost.BILL: (DIRECT, POOLED),
}
APART = (NO_SERIES, NOT_KEPT)  # groups that are no values of series; they keep the cents of their lines
Sums = dict[str, list[int]]  # by word, for each column


@dataclass(frozen=True, slots=True)
class Selected:
    """The cells that are asked for: their group, and whether they are of the first kind of cost or the second."""

    words: tuple[str, ...]
    codes: Codes
    kinds: tuple[Flags, ...]
    amounts: Amounts
    cents: Amounts
    daily: Amounts | None


def selected(cube: Cube, asked: ExploreAsked) -> Selected:
    flags = cube.flags(COST, KINDS[asked.cost])
    for dimension in {name for name, _ in asked.only}:
        flags &= cube.flags(dimension, [word for name, word in asked.only if name == dimension])
    for dimension, word in asked.without:
        flags &= ~cube.flags(dimension, (word,))
    column, place = column_of(cube, asked.group), np.flatnonzero(flags)
    return Selected(
        column.words,
        column.codes[place],
        tuple(cube.flags(COST, (kind,))[place] for kind in KINDS[asked.cost]),
        cube.amounts[place],
        cube.cents[place],
        None if cube.daily is None else cube.daily[place],
    )


def gathered(some: Selected, kept: frozenset[str] | None) -> Selected:
    """The same with all groups but the `kept` ones (None: all) as one."""
    if kept is None:
        return some
    places: dict[str, int] = {}
    own = [places.setdefault(word if word in kept else OTHER, len(places)) for word in some.words]
    codes = np.array(own, np.int64)[some.codes] if own else some.codes
    return Selected(tuple(places), codes, some.kinds, some.amounts, some.cents, some.daily)


def exact_sums(some: Selected) -> dict[str, int]:
    """What each group costs, exactly."""
    return by_word(some, some.amounts)


def by_word(some: Selected, values: Amounts) -> dict[str, int]:
    sums = np.zeros(len(some.words), values.dtype)
    np.add.at(sums, some.codes, values)
    present = np.unique(some.codes).tolist()
    return {some.words[code]: int(sums[code]) for code in present}


def month_cents(some: Selected, dimension: str) -> Sums:
    """The whole month as one column."""
    printed = by_word(some, some.cents)
    if dimension not in OF_LINES:
        rest = sum(cents for word, cents in printed.items() if word not in APART)
        exact = {word: units for word, units in exact_sums(some).items() if word not in APART}
        printed |= shared_out(exact, rest)
    return {word: [cents] for word, cents in printed.items()}


def shared_out(exact: dict[str, int], total: int) -> dict[str, int]:
    """Cents of each that are together `total`; in the order of the words, so that the same cent falls to the same."""
    words = sorted(exact)
    return dict(zip(words, round_to_cents([exact[word] for word in words], total if words else 0), strict=True))


def day_cents(some: Selected, columns: Sequence[slice]) -> Sums:
    """Columns of some days of the month each."""
    assert some.daily is not None
    totals = cents_of_days(some)
    exact = np.zeros((len(some.words), some.daily.shape[1]), some.daily.dtype)
    np.add.at(exact, some.codes, some.daily)
    present = np.unique(some.codes).tolist()
    sums: Sums = {some.words[code]: [] for code in present}
    for days in columns:
        units = exact[:, days].sum(axis=1).tolist()
        costly = {some.words[code]: units[code] for code in present if units[code]}
        cents = shared_out(costly, sum(totals[days]))
        for word, column in sums.items():
            column.append(cents.get(word, 0))
    return sums


def cents_of_days(some: Selected) -> list[int]:
    """What is printed of each day of the month; each kind of cost adds up to its cents of the month."""
    assert some.daily is not None
    totals = [0] * some.daily.shape[1]
    for flags in some.kinds:
        exact = some.daily[flags].sum(axis=0).tolist()
        costly = [place for place, units in enumerate(exact) if units]
        cents = round_to_cents([exact[place] for place in costly], int(some.cents[flags].sum()) if costly else 0)
        for place, amount in zip(costly, cents, strict=True):
            totals[place] += amount
    return totals
