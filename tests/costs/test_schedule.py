"""What the clock queues: one pull at each hour of a source, over the months that may still change."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import DailyControl, Pull, RequestCount, Source
from chargeback.costs.schedule import queue_due_pulls
from chargeback.jobs.models import Job

from .conftest import NOW, TODAY

TENTH, ELEVENTH = dt.date(2026, 12, 10), dt.date(2026, 12, 11)


@pytest.fixture(autouse=True)
def day(settings: Any) -> None:
    settings.TODAY = TODAY


def at(hour: int, today: dt.date = TODAY) -> dt.datetime:
    return dt.datetime(today.year, today.month, today.day, hour, 7, tzinfo=dt.UTC)


def due(hour: int, today: dt.date = TODAY) -> list[str]:
    return [job.slot for job in queue_due_pulls(at(hour, today), today)]


def first_days(today: dt.date) -> list[str]:
    return [str(job.arguments["start"]) for job in queue_due_pulls(at(6, today), today)]


def details_from(today: dt.date) -> str:
    (job,) = queue_due_pulls(at(6, today), today)
    return str(job.arguments["details_from"])


def test_the_pull_waits_for_its_hour_and_comes_once(source: Source) -> None:
    assert due(5) == []
    assert due(6) == ["daily-pull:aws:2026-11-23:06"]
    Job.objects.update(state="done")
    assert due(7) == []
    assert due(6, dt.date(2026, 11, 24)) == ["daily-pull:aws:2026-11-24:06"]


def test_each_hour_has_its_pull_and_hours_that_were_missed_are_made_up_for_by_one(source: Source) -> None:
    Source.objects.update(pull_hours=[6, 14, 22])
    assert due(6) == ["daily-pull:aws:2026-11-23:06"]
    assert due(14) == ["daily-pull:aws:2026-11-23:14"]
    assert due(23, dt.date(2026, 11, 24)) == ["daily-pull:aws:2026-11-24:22"]


def test_the_month_before_is_looked_at_until_the_tenth(source: Source) -> None:
    assert first_days(TENTH) == ["2026-11-01"]
    assert first_days(ELEVENTH) == ["2026-12-01"]


def test_a_month_that_is_not_final_is_looked_at_further(take: Callable[..., Pull], source: Source) -> None:
    take("2026-10-01", "2026-11-01")  # not estimated, but seen only once
    assert details_from(ELEVENTH) == "2026-10-01"
    take("2026-10-01", "2026-11-01")
    assert details_from(ELEVENTH + dt.timedelta(days=1)) == "2026-12-01"


def test_a_closed_month_that_aws_changed_is_not_looked_at_for_ever(take: Callable[..., Pull], source: Source) -> None:
    take("2026-10-01", "2026-11-01")
    BillingPeriod.objects.create(month=dt.date(2026, 10, 1), currency="USD", state="closed")
    assert details_from(ELEVENTH) == "2026-12-01"


def test_a_pull_covers_the_days_up_to_today(source: Source) -> None:
    due(6)
    assert Job.objects.get().arguments == {
        "source": "aws", "start": "2026-11-01", "end": "2026-11-24", "trigger": "schedule", "then_run": True,
        "full": False, "details_from": "2026-11-01",
    }  # fmt: skip


def test_once_a_week_the_look_reaches_back_over_all_that_is_stored(take: Callable[..., Pull], source: Source) -> None:
    take("2026-03-01", "2026-03-02")
    job = queue_due_pulls(at(6), TODAY)[0]
    assert (job.arguments["start"], job.arguments["details_from"]) == ("2026-03-01", "2026-11-01")
    take("2026-03-01", "2026-11-24", now=at(6), trigger="schedule", details_from=dt.date(2026, 11, 1))
    assert first_days(dt.date(2026, 11, 29)) == ["2026-11-01"]
    assert first_days(dt.date(2026, 11, 30)) == ["2026-03-01"]


def test_nothing_is_due_when_somebody_has_just_pulled_the_month(take: Callable[..., Pull], source: Source) -> None:
    take("2026-11-01", "2026-11-24", now=NOW + dt.timedelta(minutes=1))
    assert due(6) == []
    DailyControl.objects.all().delete()
    Pull.objects.update(started_at=NOW - dt.timedelta(hours=1))
    assert due(6) == ["daily-pull:aws:2026-11-23:06"]


def test_a_source_that_is_switched_off_is_not_pulled(source: Source) -> None:
    Source.objects.update(is_enabled=False)
    assert due(23) == []


def test_a_source_without_a_request_left_is_not_queued_to_fail(source: Source) -> None:
    RequestCount.objects.create(source=source, month=dt.date(2026, 11, 1), requests=300)
    assert due(6) == []
    assert due(6, dt.date(2026, 12, 1)) == ["daily-pull:aws:2026-12-01:06"]


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_queue_one_pull(source: Source) -> None:
    def beat(number: int) -> None:
        try:
            due(6)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as beats:
        list(beats.map(beat, range(12)))
    assert Job.objects.count() == 1
