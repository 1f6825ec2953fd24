"""Cells and carriers of pools -> the charges, as sorted columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .allocation import Charges, Payer
from .carriers import Carrier
from .cells import Amounts, Cells, cells_of_pool
from .payers import payer_order
from .settlement import SettledSpan
from .splits import parts_of

Index = NDArray[np.int64]
Passed = dict[str, dict[Carrier, int]]
SortedColumns = tuple[NDArray[np.int16], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], Amounts]

DIRECT = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """Charges on their way: `payer`, `service` and `pool` are indexes into sorted names, `pool` -1 is direct."""

    day: Index
    payer: Index
    service: Index
    pool: Index
    amount: Amounts


def charges_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Charges, list[Passed]]:
    """All charges, and per span what the carriers of each pool got. Charges add up to exactly the cells, per day."""
    payers = payers_of(cells, settled)
    place = {payer: number for number, payer in enumerate(payers)}
    slugs = tuple(sorted({slug for span in settled for slug in span.carriers}))
    columns = [direct(cells, place)]
    passed: list[Passed] = []
    for span in settled:
        passed.append({})
        for number, slug in enumerate(slugs):
            mine = cells_of_pool(cells, slug, span.days)
            carriers = span.carriers[slug]
            parts = parts_of(mine.amount, carriers.weights)
            passed[-1][slug] = dict(zip(carriers.receivers, parts.sum(axis=0).tolist(), strict=True))
            columns.append(shared(mine, parts, [place[payer] for _, payer in carriers.receivers], number))
    return Charges(payers, cells.services, slugs, *sorted_sums(columns, len(payers), len(cells.services))), passed


def payers_of(cells: Cells, settled: Sequence[SettledSpan]) -> tuple[Payer, ...]:
    """Everyone who can be charged, in order."""
    payers = {one for one in cells.destinations if isinstance(one, Payer)}
    payers |= {payer for span in settled for carriers in span.carriers.values() for _, payer in carriers.receivers}
    return tuple(sorted(payers, key=payer_order))


def direct(cells: Cells, place: Mapping[Payer, int]) -> Columns:
    """What goes to payers without a pool."""
    by_destination = np.array([place[one] if isinstance(one, Payer) else -1 for one in cells.destinations], np.int64)
    payer = by_destination[cells.destination]
    own = payer >= 0
    pool = np.full(int(own.sum()), DIRECT, np.int64)
    return Columns(cells.day[own], payer[own], cells.service[own], pool, cells.amount[own])


def shared(cells: Cells, parts: Amounts, payers: Sequence[int], pool: int) -> Columns:
    """What the cells of a pool become: one charge per cell and payer."""
    height, width = parts.shape
    return Columns(
        np.repeat(cells.day, width),
        np.tile(np.array(payers, np.int64), height),
        np.repeat(cells.service, width),
        np.full(height * width, pool, np.int64),
        parts.reshape(-1),
    )


def sorted_sums(columns: Sequence[Columns], payers: int, services: int) -> SortedColumns:
    """The columns joined and sorted by day, payer, service, pool; equal places added up, zeros left out."""
    day, payer, service, pool = (
        np.concatenate([getattr(one, name) for one in columns]) for name in ("day", "payer", "service", "pool")
    )
    amount = np.concatenate([one.amount for one in columns])
    pools = int(pool.max(initial=DIRECT)) + 2
    key = ((day * payers + payer) * services + service) * pools + pool - DIRECT
    order = np.argsort(key, kind="stable")
    key, amount = key[order], amount[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    amount = np.add.reduceat(amount, starts) if len(starts) else amount
    kept = amount != 0
    key, pool = np.divmod(key[starts][kept], pools)
    key, service = np.divmod(key, services)
    day, payer = np.divmod(key, payers)
    return (
        day.astype(np.int16),
        payer.astype(np.int32),
        service.astype(np.int32),
        (pool + DIRECT).astype(np.int32),
        amount[kept],
    )
