"""The watch of `make chaos` sees every state that it is there to see."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from .bills import CENTS, amounts
from .watch import Day, days_of, faults_of

MONDAY, TUESDAY = dt.date(2026, 11, 2), dt.date(2026, 11, 3)


def day(version: int, pull: int = 1, on: dt.date = MONDAY) -> Day:
    records = tuple((amount, pull) for amount in amounts(version))
    return Day(1, on, Decimal(CENTS * version) / 100, pull, records)


def test_whole_days_of_any_version_are_right() -> None:
    assert faults_of([day(1), day(1, on=TUESDAY), day(7, pull=2, on=dt.date(2026, 11, 4))]) == []


@pytest.mark.parametrize(
    "bad",
    [
        replace(day(1), records=day(1).records[1:]),
        replace(day(1), records=day(1).records + day(1).records[:1]),
        replace(day(1), records=day(2).records[:1] + day(1).records[1:]),
        replace(day(1), records=()),
        replace(day(1), total=Decimal("0.01")),
        replace(day(2), pull=9),
    ],
)
def test_partial_mixed_and_doubled_days_are_seen(bad: Day) -> None:
    assert faults_of([bad])


def test_a_pull_that_mixes_versions_is_seen() -> None:
    assert faults_of([day(1), day(2, on=TUESDAY)]) == ["pull 1 mixes versions [1, 2]"]


def test_records_without_a_total_are_seen() -> None:
    assert faults_of(days_of([], [(1, MONDAY, Decimal("1.25"), 1)]))
