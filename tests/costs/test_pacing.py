"""The laws of a month's requests, whatever pulls cost and whoever asks for them. Pure."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.costs.pacing import budget_at, looks_after, looks_in, next_details, next_look, smallest_budget

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
HOURS = st.lists(st.integers(0, 23), min_size=1, max_size=3, unique=True).map(sorted)
CAPS = st.integers(0, 2000)


def at(day: dt.date, hour: int = 6) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)


def test_the_default_budget_at_the_beginning_in_the_middle_and_at_the_end_of_a_month() -> None:
    first = budget_at(at(dt.date(2026, 10, 1)), 300, 2, [6])
    assert (first.left, first.kept, first.free, first.due) == (298, 65, 233, 8)
    middle = budget_at(at(dt.date(2026, 10, 16)), 300, 100, [6])
    assert (middle.kept, middle.free, middle.due) == (33, 167, 55)
    last = budget_at(at(dt.date(2026, 10, 31)), 300, 288, [6])
    assert (last.kept, last.free, last.due) == (0, 12, 12)


def test_a_budget_below_what_was_spent_leaves_nothing_and_no_negative_number() -> None:
    budget = budget_at(at(dt.date(2026, 10, 16)), 50, 100, [6])
    assert (budget.left, budget.free, budget.due) == (0, 0, 0)


@given(day=DAYS, hour=st.integers(0, 23), hours=HOURS, cap=CAPS, spent=CAPS)
def test_nobody_may_use_more_than_is_left_and_the_schedule_never_more_than_a_person(
    day: dt.date, hour: int, hours: list[int], cap: int, spent: int
) -> None:
    budget = budget_at(at(day, hour), cap, spent, hours)
    assert 0 <= budget.due <= budget.free <= budget.left <= cap


@given(day=DAYS, hours=HOURS)
def test_what_is_kept_pays_for_the_looks_to_come_a_list_of_tags_a_day_and_a_second_page_a_week(
    day: dt.date, hours: list[int]
) -> None:
    end = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    now, moments = at(day, 0), []
    before = looks_after(now, hours)
    while (now := next_look(now, hours)) < at(end, 0):
        moments.append(now)
    lists = len({moment.date() for moment in moments if moment.hour == hours[0]})
    assert before == len(moments) + lists + -(-((end - day).days - 1) // 7)


@given(day=DAYS, hours=HOURS, cap=st.integers(0, 600), spent=CAPS, cost=st.integers(1, 400))
def test_the_promised_moment_has_the_requests_and_the_smallest_budget_always_has_one(
    day: dt.date, hours: list[int], cap: int, spent: int, cost: int
) -> None:
    now = at(day, 12)
    assert next_details(now, smallest_budget(hours, cost), spent, hours, cost) is not None
    moment = next_details(now, cap, spent, hours, cost)
    if moment is not None:
        assert moment > now
        assert budget_at(moment, cap, 0 if moment.month != now.month else spent, hours).due >= cost


@pytest.mark.parametrize("prices", [(12,), (1, 40), (3, 90, 200), (500,)])
@given(hours=HOURS, cap=st.integers(60, 800), month=st.sampled_from([2, 4, 10]))
def test_a_month_of_scheduled_pulls_stays_within_the_budget_and_never_misses_a_look(
    prices: tuple[int, ...], hours: list[int], cap: int, month: int
) -> None:
    now, spent, asked = at(dt.date(2026, month, 1), 0) - dt.timedelta(hours=1), 0, 0
    end = dt.date(2026, month + 1, 1)
    cap = max(cap, looks_in(31, hours))
    while (now := next_look(now, hours)).date() < end:
        spent += 2 if now.hour == hours[0] else 1
        assert spent <= cap
        price = prices[asked % len(prices)]
        if budget_at(now, cap, spent, hours).due >= price:
            spent, asked = spent + price, asked + 1
    assert spent <= cap
    if cap >= smallest_budget(hours, prices[0]):
        assert asked >= 1
