"""What the state of a source's month says, and what it never says too early."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from chargeback.costs.models import Source
from chargeback.costs.states import Heard, State, Stored, month_state

OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
NOW = dt.datetime(2026, 11, 9, 6, tzinfo=dt.UTC)
TODAY = NOW.date()
HEARD = Heard(NOVEMBER, Decimal(10), Decimal(9), "USD", False, 2, NOW - dt.timedelta(days=3), NOW)
STORED = Stored(Decimal(10), Decimal(9), "USD", False, 31, dt.date(2026, 10, 31), NOW)
LONG_AGO = NOW - dt.timedelta(hours=37)


def state(heard: Heard | None, stored: Stored | None, today: dt.date = TODAY) -> State:
    return month_state(Source(slug="aws"), OCTOBER, heard, stored, NOW, today).state


@pytest.mark.parametrize(
    ("heard", "stored", "expected"),
    [
        (HEARD, STORED, "final"),
        (replace(HEARD, checked_at=LONG_AGO), STORED, "final"),
        (replace(HEARD, stable_for=1), STORED, "fresh"),
        (replace(HEARD, stable_for=1, checked_at=LONG_AGO), STORED, "stale"),
        (replace(HEARD, is_estimated=True), STORED, "estimated"),
        (replace(HEARD, billed=Decimal("10.0000000001")), STORED, "changed"),
        (replace(HEARD, effective=Decimal(8)), STORED, "changed"),
        (HEARD, replace(STORED, days=30), "incomplete"),
        (HEARD, None, "missing"),
        (None, STORED, "fresh"),
        (None, replace(STORED, days=4, newest=dt.date(2026, 10, 4)), "incomplete"),
        (replace(HEARD, until=dt.date(2026, 10, 4)), STORED, "fresh"),
    ],
)
def test_a_month_that_is_over(heard: Heard | None, stored: Stored | None, expected: str) -> None:
    assert state(heard, stored) == expected


def test_the_present_month_is_never_final_and_lacks_only_days_before_the_newest() -> None:
    today = dt.date(2026, 10, 20)
    heard = replace(HEARD, until=dt.date(2026, 10, 20))
    stored = replace(STORED, days=19, newest=dt.date(2026, 10, 19))
    assert state(heard, stored, today) == "fresh"
    assert state(heard, replace(stored, days=18), today) == "incomplete"


def test_the_difference_is_what_the_provider_billed_beyond_the_records() -> None:
    found = month_state(Source(slug="aws"), OCTOBER, replace(HEARD, billed=Decimal(12)), STORED, NOW, NOW.date())
    assert (found.difference, found.is_final, found.missing_days) == (Decimal(2), False, 0)
