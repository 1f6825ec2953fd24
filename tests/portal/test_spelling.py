"""Numbers as each locale writes them."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import parse_pattern
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeback.portal.account.forms import LOCALES
from chargeback.portal.spelling import MINUS, number_in

PATTERNS = ("#,##0.00", "#,##0.00########", "#,##0.0", "#,##0", "0.00")
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=11, min_value=-(10**17), max_value=10**17)


@settings(max_examples=500)
@given(locale=st.sampled_from(LOCALES), number=NUMBERS)
def test_a_number_is_written_as_babel_writes_it(locale: str, number: Decimal) -> None:
    known = Locale.parse(locale)
    for pattern in PATTERNS:
        parsed = parse_pattern(pattern)
        parsed.grouping = known.decimal_formats[None].grouping if "," in pattern else parsed.grouping
        written = parsed.apply(number or Decimal(0), known).replace("-", MINUS)
        assert number_in(locale, pattern)(number) == written


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", "−1,234,567.89"),
        ("de", "−1.234.567,89"),
        ("en_IN", "−12,34,567.89"),
    ],
)
def test_groups_and_signs_are_the_locale_s(locale: str, written: str) -> None:
    assert number_in(locale, "#,##0.00")(Decimal("-1234567.885000001")) == written


@pytest.mark.parametrize("zero", ["-0.00", "0", "-0E-10"])
@pytest.mark.parametrize("locale", ["en", "en_IN"])
def test_a_zero_has_no_sign_whichever_came_first(locale: str, zero: str) -> None:
    assert number_in(locale, "#,##0.00")(Decimal(zero)) == "0.00"
