"""Amounts are taken exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.sources.aws_amounts import amounts
from chargeback.sources.refusals import SourceError

UNIT = 10**10


@given(st.lists(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=10)))
def test_ten_decimals_come_through_exactly(values: list[Decimal]) -> None:
    assert amounts([f"{value:f}" for value in values]).tolist() == [int(value * UNIT) for value in values]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("0", 0),
        ("-0.5", -5 * 10**9),
        ("-0.0069", -69_000_000),
        ("2.52e-08", 252),
        ("1E-7", 1000),
        ("12E2", 1200 * UNIT),
    ],
)
def test_amounts_are_whole_numbers_of_ten_decimals_with_an_exponent_or_without(text: str, units: int) -> None:
    assert amounts(["1", text]).tolist() == [UNIT, units]


def test_what_64_bits_cannot_hold_is_kept_in_full() -> None:
    assert amounts(["999999999999999", "0.1"]).tolist() == [999999999999999 * UNIT, UNIT // 10]


NOT_AMOUNTS = "NaN sNaN Infinity -inf 1_0 1,5 +1 1. .5 0x1 ٣ 1e-11 1e99999 1e15 0.12345678901 --1 1e"
TWENTY_FIVE_DIGITS = "1234567890123456789012345"


@pytest.mark.parametrize("text", [*NOT_AMOUNTS.split(), "", " 1", "1 ", "1\n", "1\n2", TWENTY_FIVE_DIGITS])
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        amounts(["1.25", text, "2"])
