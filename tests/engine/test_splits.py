"""Many amounts split at once come out as if split one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.money import split
from allocation.engine.splits import NARROW, SMALL, WIDE, parts_of

amounts = st.lists(st.integers(-(2**61), 2**61), max_size=8)
weights = st.lists(st.integers(0, 100) | st.integers(0, NARROW // 4), min_size=1, max_size=4).filter(any)
wide_weights = st.lists(st.integers(NARROW, 10**40), min_size=1, max_size=4)


@given(amounts, weights)
def test_parts_equal_those_of_single_splits(values: list[int], shares: list[int]) -> None:
    assert parts_of(np.array(values, np.int64), shares).tolist() == [split(value, shares) for value in values]


@given(amounts, wide_weights)
def test_weights_beyond_the_fast_path_are_exact_too(values: list[int], shares: list[int]) -> None:
    assert parts_of(np.array(values, np.int64), shares).tolist() == [split(value, shares) for value in values]


@given(st.lists(st.integers(-(10**12), 10**12), max_size=8), wide_weights, st.integers(1, 3))
def test_small_amounts_by_wide_weights_are_exact_even_between_equals(
    values: list[int], shares: list[int], times: int
) -> None:
    shares = shares * times
    assert parts_of(np.array(values, np.int64), shares).tolist() == [split(value, shares) for value in values]


@settings(max_examples=500)
@given(
    st.lists(st.integers(-(10**12), 10**12) | st.integers(SMALL - 2, SMALL + 2), max_size=6),
    st.lists(
        st.sampled_from([1, NARROW, WIDE - 1, WIDE, WIDE + 1]) | st.integers(0, 2 * WIDE), min_size=1, max_size=6
    ).filter(any),
)
def test_parts_are_exact_on_both_sides_of_what_the_fast_paths_hold(values: list[int], shares: list[int]) -> None:
    assert parts_of(np.array(values, np.int64), shares).tolist() == [split(value, shares) for value in values]


@given(st.lists(st.integers(-(10**40), 10**40), max_size=8), weights)
def test_amounts_beyond_int64_are_exact_too(values: list[int], shares: list[int]) -> None:
    assert parts_of(np.array(values, object), shares).tolist() == [split(value, shares) for value in values]
