"""Pulls as jobs: queued by a person or by the clock, and followed by the runs of the months they touched."""

import datetime as dt
from typing import TYPE_CHECKING

from celery import shared_task

from chargeback import clock
from chargeback.clock import month_start, next_month
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, NotYetError, Report, handles
from chargeback.sources.batch import Progress
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import WindowError, check_window, read_window

from .models import Pull, Source
from .pulls import PullBusyError, pull
from .schedule import pull_arguments, queue_due_pulls

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@shared_task
def queue_daily_pulls() -> None:
    queue_due_pulls(clock.now(), clock.today())


def queue_pull(
    source: Source, start: dt.date, end: dt.date, user: "User | None", now: dt.datetime, then_run: bool = True
) -> Job:
    """The open job that pulls these days and, unless told otherwise, runs their months. Raises WindowError."""
    check_window(start, end, clock.today())
    return queue("pull", f"pull:{source.slug}:{start}:{end}", pull_arguments(source, start, end, then_run), user, now)


@handles("pull")
def run_pull(job: Job, report: Report) -> str:
    """Pulls what the job says. Its closing line tells requests and control total."""
    done = pull_for(job, report)
    if job.arguments.get("then_run", True):
        queue_runs(done, job)
    return closing_line(done)


def pull_for(job: Job, report: Report) -> Pull:
    """The stored pull. Raises what the work list understands in place of the pull's own exceptions."""
    source = Source.objects.filter(slug=job.arguments["source"]).first()
    if source is None:
        raise JobRefusedError(f"The source {job.arguments['source']!r} is no longer there.")
    try:
        window = read_window(job.arguments["start"], job.arguments["end"], clock.today())
        return pull(source, window, clock.now, lambda at: report(at.days, at.of_days, str(at)), job)
    except WindowError as error:
        raise JobRefusedError(str(error)) from error
    except SourceError as error:
        raise JobRefusedError(str(error), may_pass=error.may_pass) from error
    except PullBusyError as error:
        raise NotYetError(str(error)) from error


def closing_line(done: Pull) -> str:
    days = (done.end - done.start).days
    return f"{Progress(days, days, done.requests)}; {done.records} records, {done.billed_cost:f} {done.currency} billed"


def queue_runs(done: Pull, job: Job) -> None:
    """Every month that the pull touched will be run with the costs just stored."""
    month = month_start(done.start)
    while month < done.end:
        queue_run(month, done, job)
        month = next_month(month)


def queue_run(month: dt.date, done: Pull, after: Job) -> Job:
    """A job that runs the month and has not begun: one that is running already may have read the old costs."""
    slot, arguments = f"run:{month:%Y-%m}", {"month": f"{month:%Y-%m}"}
    job = queue("run", slot, arguments, after.created_by, clock.now())
    if job.state == Job.State.RUNNING:
        job = queue("run", f"{slot}:after-pull-{done.pk}", arguments, after.created_by, clock.now())
    return job
