"""The engine agrees with an independent oracle on random companies.

`python -m tests.engine.test_oracle 100000 [FIRST SEED]` tries many more, from a seed of the clock if none is given.
"""

import sys
import time
from fractions import Fraction

import pytest

from allocation.engine.rulebook import RulebookError

from .companies import ALL_DAYS, company
from .company import run
from .oracle import Answer, oracle

BLOCKS, EACH = 4, 500


def disagreement(seed: int) -> str:
    """What is wrong with the engine's answer for the company of a seed; empty when nothing is."""
    rulebook, records = company(seed)
    try:
        expected: Answer | None = oracle(rulebook, records, ALL_DAYS)
    except ZeroDivisionError:
        expected = None
    try:
        charges = list(run(rulebook, records).charges.rows())
    except RulebookError as error:
        return "" if expected is None else f"seed {seed}: refused, but it can be computed: {error}"
    if expected is None:
        return f"seed {seed}: pools that charge nobody but each other were not refused"
    found = {(one.day, (one.team, one.project, str(one.reason)), one.service, one.pool): one.amount for one in charges}
    off = [
        key for key in found.keys() | expected.keys() if abs(found.get(key, 0) - expected.get(key, Fraction(0))) >= 1
    ]
    if off or sum(found.values()) != sum(amount for _, _, amount in records):
        return f"seed {seed}: charges differ at {sorted(map(str, off))}"
    return ""


@pytest.mark.parametrize("block", range(BLOCKS))
def test_charges_are_the_exact_amounts_to_less_than_one_unit(block: int) -> None:
    wrong = list(filter(None, map(disagreement, range(block * EACH, (block + 1) * EACH))))
    assert not wrong


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else BLOCKS * EACH
    first = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"seeds {first} to {first + count - 1}")  # noqa: T201
    wrong = list(filter(None, map(disagreement, range(first, first + count))))
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main()
