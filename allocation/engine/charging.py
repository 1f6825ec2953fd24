"""Cells and carriers of pools -> the charges, as sorted columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .allocation import Charges, Payer
from .carriers import Carrier
from .cells import Amounts, Cells, cells_of_pool
from .payers import payer_order
from .settled import SettledSpan
from .splits import parts_of

Index = NDArray[np.int64]
Passed = dict[str, dict[Carrier, int]]

DIRECT = -1


@dataclass(frozen=True, slots=True)
class Keys:
    """One number for day, payer, service and pool together: charges sort as these numbers do. Pool -1 is direct."""

    payers: int
    services: int
    pools: int

    def of(self, day: Index, payer: Index | int, service: Index, pool: int) -> Index:
        key: Index = ((day * self.payers + payer) * self.services + service) * (self.pools + 1) + pool - DIRECT
        return key

    @property
    def payer_step(self) -> int:
        """What the next payer adds to a key."""
        return self.services * (self.pools + 1)

    def read(self, keys: Index) -> tuple[Index, Index, Index, Index]:
        """Day, payer, service and pool of the keys."""
        rest, pool = np.divmod(keys, self.pools + 1)
        rest, service = np.divmod(rest, self.services)
        day, payer = np.divmod(rest, self.payers)
        return day, payer, service, pool + DIRECT


def charges_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Charges, list[Passed]]:
    """All charges, and per span what the carriers of each pool got. Charges add up to exactly the cells, per day."""
    payers = payers_of(cells, settled)
    place = {payer: number for number, payer in enumerate(payers)}
    slugs = tuple(sorted({slug for span in settled for slug in span.carriers}))
    keys = Keys(len(payers), len(cells.services), len(slugs))
    found = [direct(cells, place, keys)]
    passed: list[Passed] = []
    for span in settled:
        passed.append({})
        for number, slug in enumerate(slugs):
            mine = cells_of_pool(cells, slug, span.days)
            carriers = span.carriers[slug]
            parts = parts_of(mine.amount, carriers.weights)
            passed[-1][slug] = dict(zip(carriers.receivers, parts.sum(axis=0).tolist(), strict=True))
            steps = np.array([place[payer] for _, payer in carriers.receivers], np.int64) * keys.payer_step
            first = keys.of(mine.day, 0, mine.service, number)
            found.append(((first[:, None] + steps).reshape(-1), parts.reshape(-1)))
    return columns(payers, cells.services, slugs, keys, *added_up(found)), passed


def payers_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Payer, ...]:
    """Everyone who can be charged, in order."""
    payers = {one for one in cells.destinations if isinstance(one, Payer)}
    payers |= {payer for span in settled for carriers in span.carriers.values() for _, payer in carriers.receivers}
    return tuple(sorted(payers, key=payer_order))


def direct(cells: Cells, place: Mapping[Payer, int], keys: Keys) -> tuple[Index, Amounts]:
    """What goes to payers without a pool."""
    by_destination = np.array([place[one] if isinstance(one, Payer) else -1 for one in cells.destinations], np.int64)
    payer = by_destination[cells.destination]
    own = payer >= 0
    return keys.of(cells.day[own], payer[own], cells.service[own], DIRECT), cells.amount[own]


def added_up(found: Sequence[tuple[Index, Amounts]]) -> tuple[Index, Amounts]:
    """The keys in order, each once, with their amounts added up; those that come to zero are left out."""
    keys = np.concatenate([some for some, _ in found])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    amounts: Amounts = np.concatenate([some for _, some in found])[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(starts) < len(keys):
        keys, amounts = keys[starts], np.add.reduceat(amounts, starts)
    kept = amounts != 0
    return keys[kept], amounts[kept]


def columns(
    payers: tuple[Payer, ...],
    services: tuple[str, ...],
    pools: tuple[str, ...],
    keys: Keys,
    key: Index,
    amount: Amounts,
) -> Charges:
    day, payer, service, pool = keys.read(key)
    return Charges(
        payers,
        services,
        pools,
        day.astype(np.int16),
        payer.astype(np.int32),
        service.astype(np.int32),
        pool.astype(np.int32),
        amount,
    )
