"""Dates are checked before anything is asked; each refusal says what to write instead."""

import datetime as dt

import pytest

from chargeback.sources.window import Window, WindowError, read_window

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-13-01", "2026-12-01", "'2026-13-01' is not a day; write it as YYYY-MM-DD"),
        ("2026-10-01", "01.11.2026", "'01.11.2026' is not a day"),
        ("2026-02-29", "2026-03-01", "'2026-02-29' is not a day"),
        ("", "2026-11-01", "'' is not a day"),
        ("2026-11-01", "2026-10-01", "lies after the end 2026-10-01; swap them"),
        ("2026-10-01", "2026-10-01", "for the day 2026-10-01 alone write 2026-10-02 as the end"),
        ("2026-11-24", "2026-11-25", "lies in the future; today is 2026-11-23"),
        ("9999-12-31", "9999-12-31", "lies in the future"),
        ("2026-11-01", "2026-12-02", "the last possible end is 2026-12-01"),
        ("2025-09-30", "2025-11-01", "the first month that can be pulled is 2025-10, so start at 2025-10-01"),
        ("0001-01-01", "2026-11-01", "older than the 14 months"),
    ],
)
def test_days_that_cannot_be_pulled_are_refused_with_the_fix(start: str, end: str, words: str) -> None:
    with pytest.raises(WindowError) as refusal:
        read_window(start, end, TODAY)
    assert words in str(refusal.value)


def test_the_whole_open_month_means_up_to_today() -> None:
    assert read_window("2026-11-01", "2026-12-01", TODAY) == Window(dt.date(2026, 11, 1), dt.date(2026, 11, 24))


def test_the_oldest_month_and_a_single_day_can_be_pulled() -> None:
    assert len(read_window("2025-10-01", "2025-11-01", TODAY).days) == 31
    assert read_window("2026-11-23", "2026-11-24", TODAY).days == [TODAY]


@pytest.mark.parametrize("today", [dt.date(2024, 2, 29), dt.date(2026, 12, 31), dt.date(2026, 1, 1)])
def test_every_first_day_of_a_month_ends_at_the_next(today: dt.date) -> None:
    window = read_window(str(today), str(today + dt.timedelta(days=1)), today)
    assert window.days == [today]
