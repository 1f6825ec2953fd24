"""Charges -> statement lines in cents: lines add up to statements, statements and unallocated to the bill."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Charges, Reason
from allocation.engine.money import round_to_cents, to_cents


@dataclass(frozen=True, slots=True, order=True)
class LineKey:
    """What a statement line is about; empty strings stand for none. An empty team is unallocated."""

    team: str
    project: str
    service: str
    pool: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class StatementLine:
    """`amount` is exact, in 10^-10; `cents` is printed."""

    key: LineKey
    amount: int
    cents: int


def statement_lines(charges: Charges) -> tuple[StatementLine, ...]:
    """The month's charges by team, project, service and pool.

    The bill in cents is shared among the teams and unallocated, then each of those among its lines, by controlled
    rounding (see allocation.engine.money.round_to_cents), so that each level adds up to the one above it exactly.
    """
    amounts = totals(charges)
    keys = sorted(amounts)
    parties = sorted({key.team for key in keys})
    of_party: dict[str, list[LineKey]] = {party: [] for party in parties}
    for key in keys:
        of_party[key.team].append(key)
    sums = [sum(amounts[key] for key in of_party[party]) for party in parties]
    lines = []
    for party, cents in zip(parties, round_to_cents(sums, to_cents(sum(sums))), strict=True):
        parts = [amounts[key] for key in of_party[party]]
        for key, amount, line_cents in zip(of_party[party], parts, round_to_cents(parts, cents), strict=True):
            lines.append(StatementLine(key, amount, line_cents))
    return tuple(lines)


def totals(charges: Charges) -> dict[LineKey, int]:
    """Exact sums over the days, per line."""
    pools = len(charges.pools) + 1
    code = (charges.payer.astype(np.int64) * len(charges.services) + charges.service) * pools + charges.pool + 1
    present, place = np.unique(code, return_inverse=True)
    sums = np.zeros(len(present), charges.amount.dtype)
    np.add.at(sums, place, charges.amount)
    return {
        line_key(charges, *one): amount for one, amount in zip(decoded(present, charges), sums.tolist(), strict=True)
    }


def decoded(codes: NDArray[np.int64], charges: Charges) -> Iterator[tuple[int, int, int]]:
    """Payer, service and pool of each code."""
    rest, pool = np.divmod(codes, len(charges.pools) + 1)
    payer, service = np.divmod(rest, max(1, len(charges.services)))
    return zip(payer.tolist(), service.tolist(), (pool - 1).tolist(), strict=True)


def line_key(charges: Charges, payer: int, service: int, pool: int) -> LineKey:
    who = charges.payers[payer]
    through = charges.pools[pool] if pool >= 0 else ""
    return LineKey(who.team or "", who.project or "", charges.services[service], through, who.reason)
