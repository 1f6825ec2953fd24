"""The proof of a run: nothing was lost and nothing was made. Checked before a run is shown, in production too."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from allocation.engine.allocation import PoolShare
from allocation.engine.cells import exact
from allocation.engine.costs import MonthOfCosts
from allocation.engine.money import from_units, to_cents

from .lines import DAYS, Lines


class ProofFailedError(Exception):
    """The sums of a run do not agree; nothing was stored. `problems` names each sum with both its values."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("The run was not stored, because its sums do not agree: " + " ".join(problems))
        self.problems = problems


def prove(costs: MonthOfCosts, controls: dict[int, int], shares: Iterable[PoolShare], lines: Lines) -> None:
    """Returns when every sum holds. Raises ProofFailedError naming each one that does not."""
    records, charges = recorded(costs), charged(lines)
    problems = [
        *differences("records and the provider's control total", records, controls),
        *differences("charges and records", charges, records),
        *ratio_problems(shares),
        *line_problems(lines, sum(controls.values())),
    ]
    if problems:
        raise ProofFailedError(problems)


def recorded(costs: MonthOfCosts) -> dict[int, int]:
    """What the records of each day add up to, in 10^-10."""
    amounts = exact(costs.amount)
    sums = np.zeros(DAYS, amounts.dtype)
    np.add.at(sums, costs.day, amounts)
    return dict(enumerate(sums.tolist()))


def charged(lines: Lines) -> dict[int, int]:
    """What the lines of each day add up to, in 10^-10."""
    return dict(enumerate(lines.daily.sum(axis=0).tolist()))


def differences(what: str, left: dict[int, int], right: dict[int, int]) -> list[str]:
    """One sentence for every day on which two sums in 10^-10 differ."""
    return [
        f"On day {day + 1}, {what} differ: {from_units(left.get(day, 0))} and {from_units(right.get(day, 0))}."
        for day in sorted({*left, *right})
        if left.get(day, 0) != right.get(day, 0)
    ]


def ratio_problems(shares: Iterable[PoolShare]) -> list[str]:
    """The ratios of each pool and span must add up to exactly 1."""
    sums: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for share in shares:
        sums[share.pool, share.first_day] += share.ratio
    return [f"The shares of pool {pool!r} add up to {total}, not 1." for (pool, _), total in sums.items() if total != 1]


def line_problems(lines: Lines, control: int) -> list[str]:
    """Lines must reach the bill, exactly and in cents."""
    amount, cents = sum(lines.amount.tolist()), sum(lines.cents.tolist())
    problems = []
    if amount != control:
        problems.append(f"Statement lines add up to {from_units(amount)}, the bill is {from_units(control)}.")
    if cents != to_cents(control):
        problems.append(f"Statement lines add up to {cents} cents, the bill to {to_cents(control)} cents.")
    return problems
