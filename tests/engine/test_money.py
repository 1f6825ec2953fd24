"""Money is exact: conversion, splits that add up, cents that add up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.money import CENT, UNIT, from_units, round_to_cents, split, to_cents, to_units

totals = st.integers(-(10**30), 10**30)
weights = st.lists(st.integers(0, 10**12) | st.fractions(0, 10**6), min_size=1, max_size=12).filter(sum)
amounts = st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=12)


@given(totals)
def test_units_come_back_from_decimals_unchanged(units: int) -> None:
    assert to_units(from_units(units)) == units


@pytest.mark.parametrize(("text", "units"), [("1", UNIT), ("-0.0000000001", -1), ("2.52e-08", 252), ("0", 0)])
def test_text_from_the_provider_becomes_units(text: str, units: int) -> None:
    assert to_units(text) == units


@pytest.mark.parametrize("text", ["0.00000000001", "1e-30", "abc", "", "NaN", "Infinity"])
def test_what_cannot_be_kept_exactly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        to_units(text)


def test_decimals_have_ten_places() -> None:
    assert str(from_units(15 * UNIT)) == "15.0000000000"
    assert from_units(-1) == Decimal("-0.0000000001")


@given(totals, weights)
def test_parts_add_up_to_the_total(total: int, shares: list[int | Fraction]) -> None:
    assert sum(split(total, shares)) == total


@given(totals, weights)
def test_a_part_is_within_one_unit_of_its_exact_value(total: int, shares: list[int | Fraction]) -> None:
    for part, weight in zip(split(total, shares), shares, strict=True):
        assert abs(part - Fraction(total) * weight / sum(shares)) < 1


@given(totals, weights)
def test_a_credit_splits_like_a_cost_turned_round(total: int, shares: list[int | Fraction]) -> None:
    assert split(-total, shares) == [-part for part in split(total, shares)]


@given(totals, weights)
def test_only_the_proportions_of_the_weights_count(total: int, shares: list[int | Fraction]) -> None:
    assert split(total, [weight * Fraction(7, 3) for weight in shares]) == split(total, shares)


def test_spare_units_go_to_the_largest_remainders_and_then_to_the_first() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [1, 2, 3]) == [2, 3, 5]
    assert split(-2, [1, 1, 1]) == [-1, -1, 0]


def test_weights_that_sum_to_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        split(5, [0, 0])


@pytest.mark.parametrize(("units", "cents"), [(CENT // 2, 0), (3 * CENT // 2, 2), (-CENT // 2, 0), (CENT // 2 + 1, 1)])
def test_half_a_cent_goes_to_the_even_neighbour(units: int, cents: int) -> None:
    assert to_cents(units) == cents


@given(amounts)
def test_cents_add_up_and_stay_within_one_cent(values: list[int]) -> None:
    total = to_cents(sum(values))
    cents = round_to_cents(values, total)
    assert sum(cents) == total
    assert all(abs(cent * CENT - value) <= CENT for cent, value in zip(cents, values, strict=True))


@given(amounts, st.integers(-(10**9), 10**9))
def test_cents_add_up_to_any_total_asked_for(values: list[int], total: int) -> None:
    assert sum(round_to_cents(values, total)) == total


@given(amounts)
def test_cents_of_a_credit_are_the_cents_turned_round(values: list[int]) -> None:
    total = to_cents(sum(values))
    assert round_to_cents([-value for value in values], -total) == [-cent for cent in round_to_cents(values, total)]


def test_whole_cents_stay_as_they_are() -> None:
    assert round_to_cents([5 * CENT, CENT // 3, 7 * CENT, 2 * CENT // 3], 13) == [5, 0, 7, 1]


def test_cents_that_no_amount_can_take_are_refused() -> None:
    assert round_to_cents([], 0) == []
    with pytest.raises(ValueError, match="no amounts"):
        round_to_cents([], 1)
