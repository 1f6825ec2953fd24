"""Cells and carriers of pools -> the charges, as sorted columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .allocation import Charges, Payer
from .carriers import Carrier
from .cells import Amounts, Cells, Index, chunks
from .payers import payer_order
from .settled import SettledSpan
from .splits import parts_of

Passed = dict[str, dict[Carrier, int]]

DIRECT = -1


@dataclass(frozen=True, slots=True)
class Keys:
    """One number for day, payer, service and pool together, a run of bits for each: charges sort as these numbers do.

    `payer`, `service` and `pool` are the numbers of bits. Pool -1 is direct.
    """

    payer: int
    service: int
    pool: int

    def of(self, day: Index, payer: Index | int, service: Index, pool: int) -> Index:
        key: Index = (((((day << self.payer) | payer) << self.service) | service) << self.pool) | (pool - DIRECT)
        return key

    def of_payer(self, payer: Index) -> Index:
        """What the payer adds to the key of payer 0."""
        return payer << (self.service + self.pool)

    def read(self, keys: Index) -> tuple[Index, Index, Index, Index]:
        """Day, payer, service and pool of the keys."""
        service = keys >> self.pool
        payer = service >> self.service
        return payer >> self.payer, low(payer, self.payer), low(service, self.service), low(keys, self.pool) + DIRECT


def low(numbers: Index, bits: int) -> Index:
    """The lowest bits of the numbers."""
    return numbers & ((1 << bits) - 1)


def charges_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Charges, list[Passed]]:
    """All charges, and per span what the carriers of each pool got. Charges add up to exactly the cells, per day."""
    payers = payers_of(cells, settled)
    place = {payer: number for number, payer in enumerate(payers)}
    slugs = tuple(sorted({slug for span in settled for slug in span.carriers}))
    keys = Keys(*(len(column).bit_length() for column in (payers, cells.services, slugs)))
    found = [*direct(cells, place, keys)]
    passed: list[Passed] = []
    for span in settled:
        passed.append({})
        for number, slug in enumerate(slugs):
            carriers = span.carriers[slug]
            day, slot, amount = cells.found(cells.slots_of_pool(slug), span.days.first, span.days.until)
            parts = parts_of(amount, carriers.weights)
            passed[-1][slug] = dict(zip(carriers.receivers, parts.sum(axis=0).tolist(), strict=True))
            receivers = keys.of_payer(np.array([place[payer] for _, payer in carriers.receivers], np.int64))
            first = keys.of(day, 0, cells.service[slot], number)
            found.append(((first[:, None] | receivers).reshape(-1), parts.reshape(-1)))
    return columns(payers, cells.services, slugs, keys, *added_up(found)), passed


def payers_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Payer, ...]:
    """Everyone who can be charged, in order."""
    payers = {one for one in cells.destinations if isinstance(one, Payer)}
    payers |= {payer for span in settled for carriers in span.carriers.values() for _, payer in carriers.receivers}
    return tuple(sorted(payers, key=payer_order))


def direct(cells: Cells, place: Mapping[Payer, int], keys: Keys) -> Iterator[tuple[Index, Amounts]]:
    """What goes to payers without a pool, day by day: what is computed for one stays in the cache."""
    own = np.array([place[one] for one in cells.destinations if isinstance(one, Payer)], np.int64)
    slots = cells.slots_of(0, len(own))
    for first in range(len(cells.sums)):
        day, slot, amount = cells.found(slots, first, first + 1)
        yield keys.of(day, own[cells.destination[slot]], cells.service[slot], DIRECT), amount


def added_up(found: Sequence[tuple[Index, Amounts]]) -> tuple[Index, Amounts]:
    """The keys in order, each once, with their amounts added up; those that come to zero are left out."""
    keys = np.concatenate([some for some, _ in found])
    order = np.argsort(keys, kind="stable")  # which merges: what was found for each pool is in order already
    keys = keys[order]
    amounts: Amounts = np.concatenate([some for _, some in found])[order]
    starts = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
    if not starts.all():
        keys, amounts = keys[starts], np.add.reduceat(amounts, np.flatnonzero(starts))
    kept = amounts != 0
    return (keys, amounts) if kept.all() else (keys[kept], amounts[kept])


def columns(
    payers: tuple[Payer, ...],
    services: tuple[str, ...],
    pools: tuple[str, ...],
    keys: Keys,
    key: Index,
    amount: Amounts,
) -> Charges:
    day, (payer, service, pool) = np.empty(len(key), np.int16), np.empty((3, len(key)), np.int32)
    for some in chunks(len(key)):
        day[some], payer[some], service[some], pool[some] = keys.read(key[some])
    return Charges(payers, services, pools, day, payer, service, pool, amount)
