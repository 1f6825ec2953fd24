"""The sweeper: what Celery forgot is sent again, what a worker abandoned is done by another."""

import pytest

from chargeback.jobs import sweeper
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue

from .conftest import NOW, at


def test_an_abandoned_job_is_queued_and_sent_at_once(job: Job, sent: list[int]) -> None:
    Job.objects.update(state="running", attempts=1, nudged_at=NOW)
    sweeper.sweep(at(0.1))
    job.refresh_from_db()
    assert (job.state, sent) == ("queued", [job.pk])


def test_a_job_abandoned_three_times_fails_with_a_reason(job: Job, sent: list[int]) -> None:
    Job.objects.update(state="running", attempts=3)
    sweeper.sweep(at(1))
    job.refresh_from_db()
    assert (job.state, job.finished_at, sent) == ("failed", at(1), [])
    assert "stopped 3 times" in job.error


@pytest.mark.parametrize(("seconds", "again"), [(30, False), (61, True)])
def test_a_message_that_led_to_nothing_is_sent_again_after_a_minute(
    job: Job, sent: list[int], seconds: int, again: bool
) -> None:
    Job.objects.update(nudged_at=NOW)
    sweeper.sweep(at(seconds / 60))
    assert sent == [job.pk] * again


def test_jobs_that_are_not_due_or_have_ended_are_not_sent(db: None, sent: list[int]) -> None:
    queue("test", "later", {}, None, NOW, due_at=at(5))
    for state in ("done", "failed", "cancelled"):
        queue("test", state, {}, None, NOW)
        Job.objects.filter(slot=state).update(state=state)
    sweeper.sweep(at(1))
    assert sent == []


def test_jobs_are_sent_in_the_order_they_became_due(db: None, sent: list[int]) -> None:
    second = queue("test", "second", {}, None, NOW, due_at=at(2))
    first = queue("test", "first", {}, None, NOW, due_at=at(1))
    sweeper.sweep(at(3))
    assert sent == [first.pk, second.pk]
