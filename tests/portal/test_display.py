"""How amounts, shares, changes and ages are written."""

import datetime as dt
from decimal import Decimal

import pytest
from django.conf import LazySettings

from chargeback.billing.figures import Amounts
from chargeback.portal import display


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1234567.891", "1,234,567.89"),
        ("-12.5", "\u221212.50"),
        ("0", "0.00"),
        ("0.0034", "<0.01"),
        ("-0.0034", "\u2212<0.01"),
        ("0.01", "0.01"),
        ("99999999999999999.99", "99,999,999,999,999,999.99"),
    ],
)
def test_money_has_two_decimals_a_true_minus_and_a_word_for_dust(amount: str, written: str) -> None:
    assert display.money(Decimal(amount)) == written


def test_money_is_written_as_the_company_writes_it(settings: LazySettings) -> None:
    settings.DISPLAY_LOCALE = "de_DE"
    assert display.money(Decimal("-1234.5")) == "\u22121.234,50"
    assert display.month_name(dt.date(2026, 10, 1)) == "Oktober 2026"


def test_unknown_money_is_a_dash() -> None:
    assert display.money(None) == display.percentage(None) == "\u2013"


def test_exact_money_loses_no_digit() -> None:
    assert display.exact(Decimal("18.0066386184")) == "18.0066386184"
    assert display.exact(Decimal("5.0000000000")) == "5.00"


@pytest.mark.parametrize(
    ("total", "previous", "words"),
    [
        ("106.1", "100", "up 6.1\u00a0%"),
        ("88", "100", "down 12.0\u00a0%"),
        ("100", "100", "no change"),
        ("5", "0", "new"),
        ("0", "0", "no change"),
        ("5000", "1", "up over 999\u00a0%"),
        ("5", None, "\u2013"),
    ],
)
def test_a_change_is_said_in_words(total: str, previous: str | None, words: str) -> None:
    before = None if previous is None else Decimal(previous)
    assert display.change(Amounts(Decimal(total), Decimal(0), Decimal(total), before)) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (dt.timedelta(seconds=20), "just now"),
        (dt.timedelta(minutes=5), "5 min ago"),
        (dt.timedelta(hours=2), "2 h ago"),
        (dt.timedelta(hours=30), "30 h ago"),
        (dt.timedelta(days=3), "3 days ago"),
    ],
)
def test_an_age_is_told_in_the_unit_that_matters(ago: dt.timedelta, words: str) -> None:
    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    assert display.age(now - ago, now) == words
