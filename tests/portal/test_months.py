"""The month picker: thirteen months, disabled without data, a lock on closed ones, neighbours to step to."""

import datetime as dt
from types import SimpleNamespace

from chargeback.portal.months import Picker, picker


def made(shown: str, *months: str, closed: str = "") -> Picker:
    periods = [SimpleNamespace(month=first(month), state="closed" if month == closed else "open") for month in months]
    return picker(periods, first(shown), lambda month: f"/m/{month:%Y-%m}/")  # type: ignore[arg-type]


def first(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")


def test_thirteen_months_end_with_the_newest() -> None:
    choices = made("2026-10", "2026-10", "2026-11").choices
    assert len(choices) == 13
    assert (choices[0].month, choices[-1].month) == (first("2026-11"), first("2025-11"))


def test_a_month_without_data_leads_nowhere() -> None:
    choices = made("2026-10", "2026-10", "2026-08").choices
    assert [choice.url for choice in choices[:3]] == ["/m/2026-10/", "", "/m/2026-08/"]


def test_a_closed_month_has_its_lock() -> None:
    shown = made("2026-09", "2026-09", "2026-10", closed="2026-09")
    assert shown.current.is_closed
    assert [choice.is_closed for choice in shown.choices[:2]] == [False, True]


def test_the_steps_skip_months_without_data() -> None:
    shown = made("2026-08", "2026-05", "2026-08", "2026-11")
    assert shown.earlier
    assert shown.later
    assert (shown.earlier.url, shown.later.url) == ("/m/2026-05/", "/m/2026-11/")


def test_there_is_no_step_beyond_the_data() -> None:
    shown = made("2026-08", "2026-08")
    assert shown.earlier is shown.later is None


def test_a_month_older_than_the_list_is_in_a_list_that_ends_with_it() -> None:
    assert made("2024-01", "2024-01", "2026-11").choices[0].month == first("2024-01")
