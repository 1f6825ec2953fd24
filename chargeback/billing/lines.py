"""Charges -> statement lines in cents: lines add up to statements, statements and unallocated to the bill."""

from collections import defaultdict
from dataclasses import dataclass

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
    of_party = {party: [key for key in keys if key.team == party] for party in parties}
    sums = [sum(amounts[key] for key in of_party[party]) for party in parties]
    lines = []
    for party, cents in zip(parties, round_to_cents(sums, to_cents(sum(sums))), strict=True):
        parts = [amounts[key] for key in of_party[party]]
        for key, amount, line_cents in zip(of_party[party], parts, round_to_cents(parts, cents), strict=True):
            lines.append(StatementLine(key, amount, line_cents))
    return tuple(lines)


def totals(charges: Charges) -> dict[LineKey, int]:
    """Exact sums over the days, per line."""
    sums: dict[LineKey, int] = defaultdict(int)
    for charge in charges.rows():
        key = LineKey(charge.team or "", charge.project or "", charge.service, charge.pool or "", charge.reason)
        sums[key] += charge.amount
    return sums
