"""Charges -> statement lines in cents: lines add up to statements, statements and unallocated to the bill."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges, Payer
from allocation.engine.cells import Amounts, exact, zeros
from allocation.engine.money import round_to_cents, to_cents
from allocation.engine.rounding import round_groups_to_cents

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
    cents = exact(cents_of(parties_of(charges.payers, payer), amount))
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


def parties_of(payers: Sequence[Payer], payer: NDArray[np.int32]) -> NDArray[np.int64]:
    """For each line the number of its team, or of nobody. The lines of a party stand together."""
    teams: dict[str | None, int] = {}
    numbers = np.array([teams.setdefault(one.team, len(teams)) for one in payers], np.int64)
    return np.unique(numbers[payer], return_inverse=True)[1]


def cents_of(party: NDArray[np.int64], amounts: Amounts) -> Amounts:
    """The cents of each line."""
    sums = np.zeros(party.max(initial=-1) + 1, amounts.dtype)
    np.add.at(sums, party, amounts)
    whole = round_to_cents(sums.tolist(), to_cents(int(sums.sum())))
    return round_groups_to_cents(amounts, party, exact(np.array(whole, object)))
