"""Statement lines in cents: each level adds up to the one above it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.allocation import Charges, Payer, Reason
from allocation.engine.money import to_cents
from chargeback.billing.lines import Lines, statement_lines

PAYERS = (Payer("data", "warehouse"), Payer("shop", None), Payer("shop", "checkout"), Payer(None, None, Reason.NO_TAG))
SERVICES = ("AWS Lambda", "Tax")
AMOUNTS = st.integers(-(10**15), 10**15) | st.integers(-(10**24), 10**24)
KEYS = st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 1), st.integers(-1, 0))
ROWS = st.dictionaries(KEYS, AMOUNTS)

Rows = dict[tuple[int, int, int, int], int]


def charges(rows: Rows) -> Charges:
    """Charges of (day, payer, service, pool), in the order given."""
    columns = np.array(list(rows), np.int32).reshape(-1, 4).T
    day, payer, service, pool = columns
    amount = np.array(list(rows.values()), object)
    return Charges(PAYERS, SERVICES, ("support",), day.astype(np.int16), payer, service, pool, amount)


def by_team(lines: Lines) -> dict[str | None, tuple[int, int]]:
    """Per team the exact sum and the cents of its lines."""
    sums: dict[str | None, tuple[int, int]] = {}
    for payer, amount, cents in zip(lines.payer, lines.amount.tolist(), lines.cents.tolist(), strict=True):
        exact, printed = sums.get(PAYERS[payer].team, (0, 0))
        sums[PAYERS[payer].team] = (exact + amount, printed + cents)
    return sums


@given(ROWS)
def test_lines_add_up_to_the_bill_exactly_by_day_and_in_cents(rows: Rows) -> None:
    lines, bill = statement_lines(charges(rows)), sum(rows.values())
    assert sum(lines.amount.tolist()) == bill
    assert sum(lines.cents.tolist()) == to_cents(bill)
    for day, amount in enumerate(lines.daily.sum(axis=0).tolist()):
        assert amount == sum(one for key, one in rows.items() if key[0] == day)


@given(ROWS)
def test_a_teams_lines_add_up_to_its_total_rounded_at_most_one_cent_away(rows: Rows) -> None:
    for exact, cents in by_team(statement_lines(charges(rows))).values():
        assert abs(exact - cents * 10**8) <= 10**8


@given(ROWS, st.randoms())
def test_the_order_of_charges_changes_no_cent(rows: Rows, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = statement_lines(charges(dict(random.sample(list(rows.items()), len(rows)))))
    lines = statement_lines(charges(rows))
    for column in ("payer", "service", "pool", "daily", "is_charged", "amount", "cents"):
        assert getattr(lines, column).tolist() == getattr(shuffled, column).tolist()


def test_thirds_of_a_cent_go_to_the_first_line_and_the_sum_stays() -> None:
    third = 10**8 // 3
    lines = statement_lines(charges({(0, 0, 0, -1): third, (0, 1, 0, -1): third, (0, 2, 0, -1): third + 1}))
    assert lines.cents.tolist() == [0, 0, 1]
