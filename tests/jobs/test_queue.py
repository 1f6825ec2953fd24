"""The work list: one open job to a slot, whatever Redis does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from celery import current_app
from django.db import connection

from chargeback.jobs import sweeper
from chargeback.jobs.models import Job
from chargeback.jobs.queue import JobStateError, cancel, queue, retry

from .conftest import NOW, at, run


def test_a_slot_has_one_open_job(job: Job) -> None:
    assert queue("test", "test:1", {"other": 1}, None, NOW) == job
    assert queue("test", "test:2", {}, None, NOW) != job


def test_a_job_that_has_ended_frees_its_slot(job: Job, doing: Callable[..., None]) -> None:
    doing(lambda job, report: "")
    run(job)
    assert queue("test", "test:1", {}, None, NOW) != job


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_job(sent: list[int]) -> None:
    def click(number: int) -> int:
        try:
            return queue("test", "test:race", {}, None, NOW).pk
        finally:
            connection.close()

    for _ in range(5):
        Job.objects.all().delete()
        sent.clear()
        with ThreadPoolExecutor(10) as people:
            ids = set(people.map(click, range(10)))
        assert ids == {Job.objects.get().pk} == set(sent)
        assert len(sent) == 1


@pytest.mark.django_db(transaction=True)
def test_queueing_succeeds_while_redis_is_away_and_the_job_is_sent_after_its_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as away:
        away.setattr(current_app.conf, "broker_url", "redis+socket:///nowhere/redis.sock")
        job = queue("test", "test:1", {}, None, NOW)
    job.refresh_from_db()
    assert (job.state, job.nudged_at) == ("queued", None)
    ids: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: ids.append(args[0]))
    sweeper.sweep(at(1))
    assert ids == [job.pk]


def test_nothing_is_sent_before_the_transaction_ends(
    db: None, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = queue("test", "test:1", {}, None, NOW)
        later = queue("test", "test:2", {}, None, NOW, due_at=at(5))
        assert sent == []
    assert sent == [job.pk]
    assert later.state == "queued"


def test_a_failed_job_can_be_tried_again_with_all_its_attempts(job: Job) -> None:
    Job.objects.update(state="failed", attempts=3, error="No.", finished_at=NOW)
    retry(job, at(10))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.due_at) == ("queued", 0, "", at(10))


def test_a_job_is_not_tried_again_beside_another_of_its_slot(job: Job) -> None:
    Job.objects.update(state="failed")
    queue("test", "test:1", {}, None, NOW)
    with pytest.raises(JobStateError, match="already queued"):
        retry(job, NOW)


@pytest.mark.parametrize(("change", "state"), [(retry, "done"), (retry, "running"), (cancel, "done")])
def test_a_job_in_another_state_is_left_alone(job: Job, change: Callable[..., None], state: str) -> None:
    Job.objects.update(state=state)
    with pytest.raises(JobStateError, match="only"):
        change(job, NOW)
    job.refresh_from_db()
    assert job.state == state


def test_a_cancelled_job_is_not_run(job: Job, doing: Callable[..., None]) -> None:
    doing(lambda job, report: pytest.fail("it ran"))
    cancel(job, NOW)
    assert run(job).state == "cancelled"
