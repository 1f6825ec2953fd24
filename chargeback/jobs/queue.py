"""Puts work on the list, takes it off, and tells Celery about it. The list is the truth; Celery may forget."""

import datetime as dt
import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError as BrokerError

from .models import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OPEN = (Job.State.QUEUED, Job.State.RUNNING)
RUN_JOB = "chargeback.jobs.tasks.run_job"
logger = logging.getLogger(__name__)


class JobStateError(Exception):
    """The job's state does not allow this; the message says why."""


def queue(
    kind: str,
    slot: str,
    arguments: Mapping[str, Any],
    user: "User | None",
    now: dt.datetime,
    due_at: dt.datetime | None = None,
) -> Job:
    """The one open job of the slot: the one that is there, or a new one. Succeeds also while Redis is away."""
    job = Job(kind=kind, slot=slot, arguments=dict(arguments), created_by=user, created_at=now, due_at=due_at or now)
    while True:  # ends: either the slot is taken, or it can be
        if taken := Job.objects.filter(slot=slot, state__in=OPEN).first():
            return taken
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            continue
        nudge_on_commit(job, now)
        return job


def retry(job: Job, now: dt.datetime) -> None:
    """The failed or cancelled job is queued again with all its attempts. Raises JobStateError."""
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    try:
        with transaction.atomic():
            again = ended.update(state=Job.State.QUEUED, attempts=0, error="", due_at=now, finished_at=None)
    except IntegrityError:
        raise JobStateError(f"{job.slot}: the same work is already queued or running.") from None
    if not again:
        raise JobStateError(f"{job.slot}: only failed and cancelled jobs can be tried again.")
    nudge_on_commit(job, now)


def cancel(job: Job, now: dt.datetime) -> None:
    """The job is cancelled; a worker that runs it stops at its next request. Raises JobStateError for an ended job."""
    if not Job.objects.filter(pk=job.pk, state__in=OPEN).update(state=Job.State.CANCELLED, finished_at=now):
        raise JobStateError(f"{job.slot}: only queued and running jobs can be cancelled.")


def wake(job: Job, now: dt.datetime) -> None:
    """A queued job that was to wait is due now."""
    if Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(due_at=now):
        job.due_at = now
        nudge_on_commit(job, now)


def nudge_on_commit(job: Job, now: dt.datetime) -> None:
    if job.due_at <= now:
        transaction.on_commit(partial(nudge, job.pk, now))


def nudge(job_id: int, now: dt.datetime) -> None:
    """Tells Celery that the job is due. When Redis is away the sweeper tells it later."""
    # kombu would retry for six seconds; nobody should wait for that, as the sweeper sends again.
    options = current_app.conf.broker_transport_options | {"max_retries": 0}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            current_app.send_task(RUN_JOB, args=[job_id], connection=connection, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("job %s stays queued, the broker is away: %s", job_id, error)
    else:
        Job.objects.filter(pk=job_id).update(nudged_at=now)
