"""Charges -> statement lines in cents: lines add up to statements, statements and unallocated to the bill."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges, Payer
from allocation.engine.cells import Amounts, exact, zeros
from allocation.engine.money import round_to_cents, to_cents

DAYS = 31


@dataclass(frozen=True, slots=True)
class Lines:
    """The month's charges by payer, service and pool, as columns of equal length in that order, nobody's last.

    `payer`, `service` and `pool` are indexes as in Charges. `daily` has a row of 31 days for each line, in 10^-10, and
    `is_charged` says on which of them there was a charge. `amount` is their sum, exactly; `cents` is printed.
    """

    payers: tuple[Payer, ...]
    services: tuple[str, ...]
    pools: tuple[str, ...]
    payer: NDArray[np.int32]
    service: NDArray[np.int32]
    pool: NDArray[np.int32]
    daily: Amounts
    is_charged: NDArray[np.bool_]
    amount: Amounts
    cents: Amounts

    def __len__(self) -> int:
        return len(self.payer)


def statement_lines(charges: Charges) -> Lines:
    """The month's charges by team, project, service and pool.

    The bill in cents is shared among the teams and unallocated, then each of those among its lines, by controlled
    rounding (see allocation.engine.money.round_to_cents), so that each level adds up to the one above it exactly.
    """
    payer, service, pool, line = distinct(charges)
    charged = exact(charges.amount)
    daily = zeros((len(payer), DAYS), like=charged)
    is_charged = np.zeros(daily.shape, bool)
    daily[line, charges.day], is_charged[line, charges.day] = charged, True
    amount: Amounts = daily.sum(axis=1)
    parties = [charges.payers[one].team for one in payer.tolist()]
    cents = exact(np.array(cents_of(parties, amount.tolist()), object))
    return Lines(
        charges.payers, charges.services, charges.pools, payer, service, pool, daily, is_charged, amount, cents
    )


def distinct(charges: Charges) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Payer, service and pool of each line, and for each charge the number of its line."""
    pools, services = len(charges.pools) + 1, max(1, len(charges.services))
    code = (charges.payer.astype(np.int64) * services + charges.service) * pools + charges.pool + 1
    present, line = np.unique(code, return_inverse=True)
    rest, pool = np.divmod(present, pools)
    payer, service = np.divmod(rest, services)
    return payer.astype(np.int32), service.astype(np.int32), (pool - 1).astype(np.int32), line


def cents_of(parties: list[str | None], amounts: list[int]) -> list[int]:
    """The cents of each line. The lines of a party stand together."""
    edges = [place for place in range(len(parties)) if not place or parties[place] != parties[place - 1]]
    lines = [amounts[start:end] for start, end in pairwise([*edges, len(parties)])]
    sums = [sum(some) for some in lines]
    parts = zip(lines, round_to_cents(sums, to_cents(sum(sums))), strict=True)
    return [cents for some, whole in parts for cents in round_to_cents(some, whole)]
