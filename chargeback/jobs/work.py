"""Runs one job: takes its lock, calls the handler of its kind, writes down how it ended."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import connection
from django.db.models import F

from .locks import held
from .models import Job

Clock = Callable[[], dt.datetime]
# (done, total, message). Raises JobCancelledError when somebody cancelled the job.
Report = Callable[[int, int, str], None]
# Does the work of a job and returns a closing line. Apps' tasks.py enter theirs with @handles.
Handler = Callable[[Job, Report], str]
HANDLERS: dict[str, Handler] = {}

ATTEMPTS = 3
PAUSES = (dt.timedelta(minutes=1), dt.timedelta(minutes=5))
WAIT = dt.timedelta(seconds=10)
MESSAGE = Job._meta.get_field("message").max_length
logger = logging.getLogger(__name__)


class JobRefusedError(Exception):
    """The work cannot be done; the message is for people. `may_pass`: worth another attempt without any change."""

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class NotYetError(Exception):
    """Something else has to end first. The job goes back to the list until then; this was no attempt."""

    def __init__(self, sentence: str, until: dt.datetime | None = None) -> None:
        super().__init__(sentence)
        self.until = until


class JobCancelledError(Exception):
    """Somebody cancelled the job while it ran."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Enters a function as the handler of a kind of job."""

    def enter(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return enter


def run(job_id: int, clock: Clock) -> None:
    """Runs the job unless it has ended, is not due or is in another worker's hands. Calling it twice does no harm."""
    with held(lock_name(job_id)) as mine:
        if mine and (job := start(job_id, clock())):
            perform(job, clock)


def lock_name(job_id: int) -> str:
    return f"job:{job_id}"


def start(job_id: int, now: dt.datetime) -> Job | None:
    """The job, now running, or None when there is nothing to do. To be called by the holder of its lock only."""
    give_back(job_id, now)
    due = Job.objects.filter(pk=job_id, state=Job.State.QUEUED, due_at__lte=now)
    if not due.update(
        state=Job.State.RUNNING,
        started_at=now,
        attempts=F("attempts") + 1,
        progress_done=0,
        progress_total=0,
        message="",
        error="",
    ):
        return None
    return Job.objects.get(pk=job_id)


def give_back(job_id: int, now: dt.datetime) -> None:
    """A running job whose lock is free was abandoned: it is due again, or failed when that happened too often."""
    abandoned = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
    if abandoned.filter(attempts__lt=ATTEMPTS).update(state=Job.State.QUEUED, due_at=now, nudged_at=None):
        return
    abandoned.update(
        state=Job.State.FAILED,
        finished_at=now,
        error=f"The worker was stopped {ATTEMPTS} times in the middle of this job. "
        "Look for its end in the worker's log (memory, time limit), then try again.",
    )


def perform(job: Job, clock: Clock) -> None:
    """Calls the handler and writes down how it ended."""
    try:
        message = handler_of(job)(job, reporter(job.pk))
    except JobCancelledError:
        logger.info("job %s was cancelled", job.pk)
    except NotYetError as reason:
        due = reason.until or clock() + WAIT
        end(job, Job.State.QUEUED, due_at=due, attempts=job.attempts - 1, message=str(reason)[:MESSAGE])
    except JobRefusedError as refusal:
        end_attempt(job, str(refusal), refusal.may_pass, clock())
    except Exception as error:
        logger.exception("job %s stopped", job.pk)
        if not connection.is_usable():  # PostgreSQL may have been restarted; a good session keeps the lock
            connection.close()
        end_attempt(job, f"Unexpected error ({type(error).__name__}); the worker's log tells more.", True, clock())
    else:
        end(job, Job.State.DONE, finished_at=clock(), message=message[:MESSAGE])


def handler_of(job: Job) -> Handler:
    try:
        return HANDLERS[job.kind]
    except KeyError:
        raise JobRefusedError(f"This worker does not know jobs of the kind {job.kind!r}; update it.") from None


def end_attempt(job: Job, sentence: str, may_pass: bool, now: dt.datetime) -> None:
    """Queues another attempt after a pause, or fails the job."""
    if may_pass and job.attempts < ATTEMPTS:
        pause = PAUSES[job.attempts - 1]
        end(job, Job.State.QUEUED, due_at=now + pause, error=sentence)
    else:
        end(job, Job.State.FAILED, finished_at=now, error=sentence)


def end(job: Job, state: Job.State, **fields: object) -> None:
    """Writes the state unless somebody cancelled the job meanwhile. Celery is to be told anew of a queued job."""
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=state, nudged_at=None, **fields)


def reporter(job_id: int) -> Report:
    def report(done: int, total: int, message: str) -> None:
        running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
        if not running.update(progress_done=done, progress_total=total, message=message):
            raise JobCancelledError

    return report
