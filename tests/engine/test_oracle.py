"""The engine agrees with an independent oracle on random companies.

`make oracle`, or `python -m tests.engine.test_oracle [COUNT [FIRST SEED]]`, tries many more: 100,000, from a seed of
the clock if none is given. A company is its seed: `make oracle ARGS="1 SEED"` tries it again.
"""

import sys
import time
from fractions import Fraction

import pytest

from allocation.engine.rulebook import RulebookError

from .companies import ALL_DAYS, TEAMS, company
from .company import run
from .oracle import Answer, Payer, oracle

BLOCKS, EACH, MANY = 4, 500, 100_000


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
    keys = found.keys() | expected.keys()
    off = [key for key in keys if abs(found.get(key, 0) - expected.get(key, Fraction(0))) >= receivers(key[1])]
    if off or sum(found.values()) != sum(amount for _, _, amount in records):
        return f"seed {seed}: charges differ at {sorted(map(str, off))}"
    return ""


def receivers(payer: Payer) -> int:
    """How many receivers may stand behind a payer, each exact to less than one unit: nobody can be all teams."""
    team, project, _ = payer
    return 1 if team or project else len(TEAMS)


@pytest.mark.long
@pytest.mark.parametrize("block", range(BLOCKS))
def test_charges_are_the_exact_amounts_to_less_than_one_unit(block: int) -> None:
    wrong = list(filter(None, map(disagreement, range(block * EACH, (block + 1) * EACH))))
    assert not wrong


def main() -> None:
    """Ends with 1 when the engine and the oracle disagree anywhere, having said where."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    first = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    after, wrong = first + count, 0
    for start in range(first, after, EACH):
        for line in filter(None, map(disagreement, range(start, min(start + EACH, after)))):
            wrong += 1
            print(f'{line}\n  again: make oracle ARGS="1 {line.split()[1].rstrip(":")}"', flush=True)  # noqa: T201
        print(f"seeds {first} to {min(start + EACH, after) - 1}: {wrong} disagree", flush=True)  # noqa: T201
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
