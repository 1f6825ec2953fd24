"""Amounts are taken exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.sources.aws_pages import amount
from chargeback.sources.refusals import SourceError


@given(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=10))
def test_ten_decimals_come_through_exactly(value: Decimal) -> None:
    assert amount(f"{value:f}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", "0"), ("-0.0069", "-0.0069"), ("2.52e-08", "0.0000000252"), ("1E-7", "0.0000001"), ("12E2", "1200")],
)
def test_exponents_are_understood(text: str, value: str) -> None:
    assert amount(text) == Decimal(value)


NOT_AMOUNTS = "NaN sNaN Infinity -inf 1_0 1,5 +1 1. .5 0x1 ٣ 1e-11 1e99999 1e15 0.12345678901 --1 1e"


@pytest.mark.parametrize("text", [*NOT_AMOUNTS.split(), "", " 1", "1 ", "1\n"])
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        amount(text)


@pytest.mark.parametrize("value", [1, 1.5, None, True, [], {}])
def test_only_text_is_an_amount(value: object) -> None:
    with pytest.raises(SourceError):
        amount(value)
