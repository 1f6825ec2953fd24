"""kill -9 in the middle of a pull: the month stays whole, and somebody finishes the pull without a person."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from celery import current_app

from chargeback.costs.models import Pull, Source
from chargeback.costs.tasks import queue_pull
from chargeback.demo.faults import Reply
from chargeback.jobs.models import Job

from .conftest import BILL, Wire, stored
from .test_pull import found
from .workers import celery, environment, eventually, kill, kill_children

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORKER = ("worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")


@pytest.fixture
def stuck(wire: Wire) -> tuple[Event, Event]:
    """The eighth answer from now comes only after the second event; the first says that it was asked for."""
    reached, release = Event(), Event()

    def hand(call: int, operation: str, reply: Reply) -> Reply:
        if call == 8:
            reached.set()
            release.wait(60)
        return reply

    wire.hand = hand
    return reached, release


@pytest.fixture
def job(source: Source, settings, monkeypatch: pytest.MonkeyPatch) -> Job:  # type: ignore[no-untyped-def]
    """A pull that only the sweeper will tell Celery about."""
    settings.TODAY = dt.date(2026, 11, 23)
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: None)
    now = dt.datetime.now(dt.UTC)
    job = queue_pull(source, dt.date(2026, 10, 1), dt.date(2026, 11, 1), None, now, then_run=False)
    Job.objects.update(nudged_at=None)
    return job


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def right() -> bool:
    return len(found()) == 9 and {row[0] for row in found()} == {row[0] for row in BILL}


def test_a_worker_killed_in_a_pull_leaves_the_old_month_and_another_one_finishes(
    take: Callable[..., Pull], wire: Wire, job: Job, stuck: tuple[Event, Event], tmp_path: Path
) -> None:
    reached, release = stuck
    environ = environment()
    old_bill_is_stored(take, wire)
    before = stored()
    with celery(environ, "beat", "--schedule", str(tmp_path / "beat"), "--loglevel", "WARNING"):
        with celery(environ, *WORKER) as first:
            assert reached.wait(60)
            kill(first)
        assert stored() == before
        release.set()
        with celery(environ, *WORKER):
            assert eventually(lambda: state(job) == "done")
    assert right()
    assert job.attempts == 2
    assert list(Pull.objects.filter(job=job).order_by("pk").values_list("state", flat=True)) == ["refused", "stored"]


def test_a_pool_child_killed_in_a_pull_is_replaced_and_the_pull_finished(
    take: Callable[..., Pull], wire: Wire, job: Job, stuck: tuple[Event, Event], tmp_path: Path
) -> None:
    reached, release = stuck
    environ = environment()
    old_bill_is_stored(take, wire)
    with (
        celery(environ, "beat", "--schedule", str(tmp_path / "beat"), "--loglevel", "WARNING"),
        celery(environ, *WORKER) as worker,
    ):
        assert reached.wait(60)
        kill_children(worker)
        release.set()
        assert eventually(lambda: state(job) == "done")
    assert right()


def old_bill_is_stored(take: Callable[..., Pull], wire: Wire) -> None:
    """Stores another bill, and then serves the right one to whoever asks from call 1."""
    bill, hand = wire.simulator.ledger_on, wire.hand
    wire.hand = lambda call, operation, reply: reply
    wire.serve(((1, "111111111111", "AWS Lambda", "Usage", "old", "5", "5"),))
    take("2026-10-01", "2026-11-01")
    wire.simulator.__init__(bill, wire.simulator.today, wire.simulator.options)  # type: ignore[misc]
    wire.asked.clear()
    wire.hand = hand
