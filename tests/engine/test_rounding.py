"""Cents of many groups at once are those of each group by itself, also where 64 bits are too few."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.money import CENT, round_to_cents
from allocation.engine.rounding import round_groups_to_cents

units = st.integers(-(10**14), 10**14) | st.sampled_from([0, CENT // 2, -CENT, 3 * CENT])
groups = st.lists(st.tuples(st.lists(units, max_size=6), st.integers(-(10**5), 10**5)), max_size=6)


@pytest.mark.parametrize("dtype", [np.int64, object])
@given(groups, st.randoms(use_true_random=False))
def test_each_group_gets_the_cents_it_would_get_alone(
    dtype: type, asked: list[tuple[list[int], int]], random: Random
) -> None:
    totals = [total if amounts else 0 for amounts, total in asked]
    rows = [(group, amount) for group, (amounts, _) in enumerate(asked) for amount in amounts]
    random.shuffle(rows)  # groups need not stand together
    found = round_groups_to_cents(
        np.array([amount for _, amount in rows], dtype),
        np.array([group for group, _ in rows], np.int64),
        np.array(totals, dtype),
    )
    for number, total in enumerate(totals):
        own = [amount for group, amount in rows if group == number]
        cents = [cent for (group, _), cent in zip(rows, found.tolist(), strict=True) if group == number]
        assert cents == round_to_cents(own, total)


def test_cents_of_a_group_without_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="no amounts"):
        round_groups_to_cents(np.array([1]), np.array([0]), np.array([0, 1]))
