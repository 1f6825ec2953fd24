"""Statement lines in cents: each level adds up to the one above it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.allocation import Charges, Payer, Reason
from allocation.engine.money import to_cents
from chargeback.billing.lines import statement_lines

PAYERS = (Payer("data", "warehouse"), Payer("shop", None), Payer("shop", "checkout"), Payer(None, None, Reason.NO_TAG))
SERVICES = ("AWS Lambda", "Tax")
AMOUNTS = st.integers(-(10**15), 10**15)
ROWS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 1), st.integers(-1, 0), AMOUNTS))


def charges(rows: list[tuple[int, int, int, int, int]]) -> Charges:
    day, payer, service, pool, amount = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return Charges(
        PAYERS,
        SERVICES,
        ("support",),
        np.array(day, dtype=np.int16),
        np.array(payer, dtype=np.int32),
        np.array(service, dtype=np.int32),
        np.array(pool, dtype=np.int32),
        np.array(amount, dtype=np.int64),
    )


@given(ROWS)
def test_lines_add_up_to_the_bill_exactly_and_in_cents(rows: list[tuple[int, int, int, int, int]]) -> None:
    bill = sum(row[4] for row in rows)
    lines = statement_lines(charges(rows))
    assert sum(line.amount for line in lines) == bill
    assert sum(line.cents for line in lines) == to_cents(bill)


@given(ROWS)
def test_a_teams_lines_add_up_to_its_total_rounded_at_most_one_cent_away(
    rows: list[tuple[int, int, int, int, int]],
) -> None:
    lines = statement_lines(charges(rows))
    for team in {line.key.team for line in lines}:
        of_team = [line for line in lines if line.key.team == team]
        exact, cents = sum(line.amount for line in of_team), sum(line.cents for line in of_team)
        assert abs(exact - cents * 10**8) <= 10**8


@given(ROWS, st.randoms())
def test_the_order_of_charges_changes_no_cent(rows: list[tuple[int, int, int, int, int]], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(rows, len(rows))
    assert statement_lines(charges(rows)) == statement_lines(charges(shuffled))


def test_thirds_of_a_cent_go_to_the_first_line_and_the_sum_stays() -> None:
    third = 10**8 // 3
    lines = statement_lines(charges([(0, 0, 0, -1, third), (0, 1, 0, -1, third), (0, 2, 0, -1, third + 1)]))
    assert [line.cents for line in lines] == [0, 0, 1]
