"""Pulls as jobs: what they say while they run and at the end, what follows them, what the clock queues."""

import datetime as dt
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from chargeback.costs.models import Pull, Source
from chargeback.costs.tasks import queue_pull
from chargeback.jobs import work
from chargeback.jobs.locks import held
from chargeback.jobs.models import Job
from chargeback.jobs.queue import cancel
from chargeback.sources.window import WindowError

from .conftest import NOW, TODAY, Wire

START, END = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def day(settings: Any) -> None:
    settings.TODAY = TODAY


def run(job: Job) -> Job:
    work.run(job.pk, lambda: dt.datetime.now(dt.UTC))
    job.refresh_from_db()
    return job


def runs() -> list[tuple[str, object]]:
    return list(Job.objects.filter(kind="run").order_by("slot").values_list("slot", "arguments"))


@pytest.mark.django_db(transaction=True)
def test_a_pull_job_says_what_it_did_and_has_its_month_run(wire: Wire, source: Source) -> None:
    job = run(queue_pull(source, START, END, None, NOW))
    requests = len(wire.asked)
    assert job.state == "done"
    came = "9 records, 18.5565567891 USD billed; 31 days new"
    assert job.message == f"31 of 31 days, {requests} requests, $0.{requests}; {came}"
    assert (job.progress_done, job.progress_total) == (31, 31)
    assert Pull.objects.get().job == job
    assert runs() == [("run:2026-10", {"month": "2026-10"})]


def test_every_month_that_was_pulled_is_run(wire: Wire, source: Source) -> None:
    run(queue_pull(source, dt.date(2026, 9, 30), dt.date(2026, 11, 2), None, NOW))
    assert [slot for slot, _ in runs()] == ["run:2026-09", "run:2026-10", "run:2026-11"]


def test_no_run_follows_when_the_job_says_so(wire: Wire, source: Source) -> None:
    run(queue_pull(source, START, END, None, NOW, then_run=False))
    assert runs() == []


def test_a_run_that_has_begun_is_followed_by_another_with_the_new_costs(wire: Wire, source: Source) -> None:
    run(queue_pull(source, START, END, None, NOW))
    Job.objects.filter(kind="run").update(state="running")
    run(queue_pull(source, START, END, None, NOW))
    last = Pull.objects.latest("pk")
    assert [slot for slot, _ in runs()] == ["run:2026-10", f"run:2026-10:after-pull-{last.pk}"]


def test_the_same_pull_asked_for_twice_is_one_job(wire: Wire, source: Source) -> None:
    assert queue_pull(source, START, END, None, NOW) == queue_pull(source, START, END, None, NOW)


def test_days_that_cannot_be_pulled_make_no_job(wire: Wire, source: Source) -> None:
    with pytest.raises(WindowError):
        queue_pull(source, dt.date(2020, 1, 1), END, None, NOW)
    assert not Job.objects.exists()


def test_a_refusal_that_may_pass_is_tried_again_and_one_that_will_not_fails(wire: Wire, source: Source) -> None:
    wire.hand = lambda call, operation, reply: type(reply)(400, b'{"__type":"ExpiredTokenException","message":""}')
    job = run(queue_pull(source, START, END, None, NOW))
    assert (job.state, job.attempts) == ("queued", 1)
    assert job.error.startswith("The AWS credentials have expired.")
    wire.hand = lambda call, operation, reply: type(reply)(400, b'{"__type":"AccessDeniedException","message":""}')
    job = run(queue_pull(source, START, dt.date(2026, 10, 9), None, NOW))
    assert (job.state, job.attempts) == ("failed", 1)
    assert runs() == []


@pytest.mark.django_db(transaction=True)
def test_a_pull_that_somebody_cancels_stops_and_says_so(wire: Wire, source: Source) -> None:
    def stop(call: int, operation: str, reply: Any) -> Any:
        if call == 2:
            cancel(job, NOW)
        return reply

    job = queue_pull(source, START, END, None, NOW)
    wire.hand = stop
    assert run(job).state == "cancelled"
    assert Pull.objects.get().error == "Somebody cancelled the pull."
    assert len(wire.asked) == 2


def test_a_job_of_a_source_that_was_deleted_fails_with_a_sentence(wire: Wire, source: Source) -> None:
    job = queue_pull(source, START, END, None, NOW)
    source.delete()
    assert run(job).error == "The source 'aws' is no longer there."


@pytest.mark.django_db(transaction=True)
def test_a_pull_waits_while_another_of_its_source_runs(wire: Wire, source: Source) -> None:
    def other_worker() -> None:
        try:
            ended.append(run(queue_pull(source, START, END, None, NOW)))
        finally:
            connection.close()

    ended: list[Job] = []
    with held(f"payer:{source.payer}"):
        thread = Thread(target=other_worker)
        thread.start()
        thread.join()
    assert (ended[0].state, ended[0].attempts) == ("queued", 0)
    assert ended[0].message == "Another pull of aws is running; wait until it has ended."
    assert wire.asked == []
