"""Positions of rules rise in the order of the rules, and whoever did not move keeps theirs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from allocation.rulebook.positions import positions


@given(st.lists(st.none() | st.integers(1, 400), max_size=40, unique_by=lambda one: one if one else object()))
def test_positions_rise_and_begin_above_zero(held: list[int | None]) -> None:
    found = positions(held)
    assert len(found) == len(held)
    assert all(one < other for one, other in pairwise([0, *found]))


def test_a_new_rule_fits_between_without_moving_others() -> None:
    assert positions([10, None, 20, 30, None]) == [10, 15, 20, 30, 40]
    assert positions([None, 10]) == [5, 10]


def test_one_that_moves_leaves_the_others_where_they_are() -> None:
    assert positions([30, 10, 20]) == [5, 10, 20]
    assert positions([10, 30, 20]) == [10, 15, 20]


def test_without_room_all_are_numbered_anew() -> None:
    assert positions([1, None, 2]) == [10, 20, 30]


def test_nothing_moves_where_nothing_moved() -> None:
    assert positions([3, 8, 90]) == [3, 8, 90]
