"""A clock that tests set, and a kind of job that does what a test says."""

import datetime as dt
from collections.abc import Callable

import pytest
from celery import current_app

from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue

NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)


def at(minutes: float = 0) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def run(job: Job, minutes: float = 0) -> Job:
    """The job after a worker got its id `minutes` after NOW."""
    work.run(job.pk, lambda: at(minutes))
    job.refresh_from_db()
    return job


@pytest.fixture
def job(db: None) -> Job:
    return queue("test", "test:1", {}, None, NOW)


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Callable[[work.Handler], None]:
    """Lets jobs of the kind `test` do what is given."""
    return lambda handler: monkeypatch.setitem(work.HANDLERS, "test", handler)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of jobs that Celery was told about; the broker itself has its own tests."""
    ids: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: ids.append(args[0]))
    return ids
