"""How a job ends: done, refused, tried again, given up, cancelled; and that one worker has it at a time."""

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection

from chargeback.jobs import sweeper
from chargeback.jobs.locks import held
from chargeback.jobs.models import Job
from chargeback.jobs.queue import cancel, queue
from chargeback.jobs.work import JobRefusedError, NotYetError, Report, lock_name

from .conftest import NOW, at, run

Doing = Callable[..., None]


def raising(error: Exception) -> Callable[[Job, Report], str]:
    def handler(job: Job, report: Report) -> str:
        raise error

    return handler


def elsewhere(work: Callable[[], object]) -> None:
    """Does it in another session of the database."""

    def closing() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=closing)
    thread.start()
    thread.join()


def test_a_job_that_is_done_says_so(job: Job, doing: Doing) -> None:
    doing(lambda job, report: "12 of 12 days")
    run(job, 1)
    assert (job.state, job.message, job.attempts, job.finished_at) == ("done", "12 of 12 days", 1, at(1))


def test_a_second_message_of_a_job_that_is_done_changes_nothing(job: Job, doing: Doing) -> None:
    doing(lambda job, report: "")
    run(job)
    doing(raising(ValueError()))
    assert run(job, 1).finished_at == NOW


def test_what_is_refused_for_good_fails_at_once_with_its_sentence(job: Job, doing: Doing) -> None:
    doing(raising(JobRefusedError("The start lies in the future.")))
    assert run(job).state == "failed"
    assert job.error == "The start lies in the future."


@pytest.mark.parametrize("error", [JobRefusedError("Rate exceeded.", may_pass=True), ZeroDivisionError("secret")])
def test_what_may_pass_is_tried_three_times_with_pauses(job: Job, doing: Doing, error: Exception) -> None:
    doing(raising(error))
    assert (run(job).state, job.due_at, job.attempts) == ("queued", at(1), 1)
    assert (run(job, 0.5).state, job.attempts) == ("queued", 1)
    assert (run(job, 1).state, job.due_at, job.attempts) == ("queued", at(6), 2)
    assert (run(job, 6).state, job.finished_at, job.attempts) == ("failed", at(6), 3)
    assert job.error
    assert "secret" not in job.error


def test_a_job_that_has_to_wait_loses_no_attempt(job: Job, doing: Doing) -> None:
    doing(raising(NotYetError("Another pull is running.")))
    for minute in range(10):
        assert (run(job, minute).state, job.attempts) == ("queued", 0)
    assert job.message == "Another pull is running."


def test_a_job_of_an_unknown_kind_fails_with_a_sentence(db: None) -> None:
    job = run(queue("nonsense", "nonsense", {}, None, NOW))
    assert (job.state, job.error) == ("failed", "This worker does not know jobs of the kind 'nonsense'; update it.")


def test_a_job_is_not_run_before_it_is_due(db: None, doing: Doing) -> None:
    doing(lambda job, report: "")
    job = queue("test", "test:1", {}, None, NOW, due_at=at(5))
    assert run(job, 4).state == "queued"
    assert run(job, 5).state == "done"


def test_a_cancelled_job_stops_at_its_next_report_and_stays_cancelled(job: Job, doing: Doing) -> None:
    reached: list[int] = []

    def handler(job: Job, report: Report) -> str:
        report(1, 3, "1 of 3")
        reached.append(1)
        cancel(job, at(1))
        report(2, 3, "2 of 3")
        reached.append(2)
        return "done"

    doing(handler)
    assert run(job).state == "cancelled"
    assert reached == [1]


def test_a_job_cancelled_after_its_last_report_stays_cancelled(job: Job, doing: Doing) -> None:
    def handler(job: Job, report: Report) -> str:
        cancel(job, at(1))
        return "done"

    doing(handler)
    assert run(job).state == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_job_runs(job: Job, doing: Doing) -> None:
    seen: list[object] = []

    def handler(job: Job, report: Report) -> str:
        report(12, 30, "12 of 30 days, 31 requests, $0.31")
        elsewhere(lambda: seen.extend(Job.objects.values_list("state", "progress_done", "message")))
        return ""

    doing(handler)
    run(job)
    assert seen == [("running", 12, "12 of 30 days, 31 requests, $0.31")]


@pytest.mark.django_db(transaction=True)
def test_a_job_in_another_workers_hands_is_left_alone_by_workers_and_sweeper(job: Job, doing: Doing) -> None:
    runs: list[int] = []

    def handler(job: Job, report: Report) -> str:
        runs.append(1)
        elsewhere(lambda: run(job))
        elsewhere(lambda: sweeper.sweep(at(10)))
        return "once"

    doing(handler)
    assert run(job).message == "once"
    assert (runs, job.attempts) == ([1], 1)


@pytest.mark.django_db(transaction=True)
def test_a_session_that_postgresql_ends_costs_an_attempt_and_nothing_else(job: Job, doing: Doing) -> None:
    def handler(job: Job, report: Report) -> str:
        if job.attempts == 1:
            kill_this_session()
            report(1, 2, "")
        return "second time lucky"

    doing(handler)
    assert (run(job).state, job.due_at) == ("queued", at(1))
    assert (run(job, 1).state, job.message) == ("done", "second time lucky")


def kill_this_session() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()

    def terminate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])

    elsewhere(terminate)


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_free_again_when_its_session_ends() -> None:
    def die_with_the_lock() -> None:
        held(lock_name(1)).__enter__()

    elsewhere(die_with_the_lock)
    with held(lock_name(1)) as mine:
        assert mine
