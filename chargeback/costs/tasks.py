"""Pulls as jobs: queued by a person or by the clock, and followed by the runs of the months they touched."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from celery import shared_task

from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue, wake
from chargeback.jobs.work import WAIT, JobRefusedError, NotYetError, Report, handles
from chargeback.sources.batch import Progress
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window, WindowError, check_window, read_window

from . import tag_tasks  # noqa: F401 its jobs and ticks are found here
from .connections import KIND, check_source, in_one_line
from .models import DailyControl, Pull, Source
from .months import closed_months
from .pulls import BudgetError, PullBusyError, pull
from .schedule import pull_arguments, queue_due_pulls

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet


@shared_task
def queue_daily_pulls() -> None:
    queue_due_pulls(clock.now(), clock.today())


def queue_pull(
    source: Source,
    start: dt.date,
    end: dt.date,
    user: "User | None",
    now: dt.datetime,
    then_run: bool = True,
    trigger: str = Pull.Trigger.PERSON,
    is_full: bool = False,
) -> Job:
    """The open job that pulls these days and, unless told otherwise, runs their months. Raises WindowError."""
    window = check_window(start, end, clock.today())
    slot = f"pull:{source.slug}:{window.start}:{window.end}{':full' if is_full else ''}"
    return queue("pull", slot, pull_arguments(source, window, trigger, then_run, is_full), user, now)


@handles("pull")
def run_pull(job: Job, report: Report) -> str:
    """Pulls what the job says. Its closing line tells requests and control total."""
    source = source_of(job)
    try:
        done = pull_for(source, job, report)
    finally:
        wake_next(source, job)
    if job.arguments.get("then_run", True):
        queue_runs(done, job)
    return closing_line(done)


@handles(KIND)
def run_check(job: Job, report: Report) -> str:
    """Tests the connection of the job's source. Its closing line tells how much holds."""
    try:
        return in_one_line(check_source(source_of(job), clock.now, clock.today()))
    except PullBusyError as error:
        raise NotYetError(str(error)) from error
    except BudgetError as error:
        raise JobRefusedError(str(error)) from error


def source_of(job: Job) -> Source:
    source = Source.objects.filter(slug=job.arguments["source"]).first()
    if source is None:
        raise JobRefusedError(f"The source {job.arguments['source']!r} is no longer there.")
    return source


def pull_for(source: Source, job: Job, report: Report) -> Pull:
    """The pull as it ended. Raises what the work list understands in place of the pull's own exceptions."""
    trigger = job.arguments.get("trigger", Pull.Trigger.PERSON)
    details_from = dt.date.fromisoformat(job.arguments.get("details_from", str(dt.date.min)))
    how = {"trigger": trigger, "is_full": bool(job.arguments.get("full")), "details_from": details_from}
    try:
        window = read_window(job.arguments["start"], job.arguments["end"], clock.today())
        return pull(source, window, clock.now, told_to(report), job, **how)
    except WindowError as error:
        raise JobRefusedError(str(error)) from error
    except SourceError as error:
        raise JobRefusedError(str(error), may_pass=error.may_pass) from error
    except PullBusyError as error:
        raise NotYetError(str(error)) from error
    except BudgetError as error:
        if trigger == Pull.Trigger.BACKFILL:
            raise NotYetError(f"Waits for the budget. {error}", error.until) from error
        raise JobRefusedError(str(error)) from error


def told_to(report: Report) -> Callable[[Progress], None]:
    return lambda at: report(at.days, at.of_days, str(at))


def wake_next(source: Source, ended: Job) -> None:
    """The source's pull that has waited longest for the one that has ended goes on at once."""
    waiting = queued_pulls(source).filter(due_at__lte=clock.now() + WAIT).exclude(pk=ended.pk)
    if following := waiting.order_by("due_at", "pk").first():
        wake(following, clock.now())


def wake_waiting(source: Source, now: dt.datetime) -> None:
    """Pulls that wait for a later budget look again whether they fit: to be called when the budget was changed."""
    for job in queued_pulls(source).filter(due_at__gt=now):
        wake(job, now)


def queued_pulls(source: Source) -> "QuerySet[Job]":
    return Job.objects.filter(kind="pull", state=Job.State.QUEUED, arguments__source=source.slug)


def closing_line(done: Pull) -> str:
    days = (done.end - done.start).days
    asked = f"{done.records:,} records" if done.state == Pull.State.STORED else done.get_state_display()
    because = f"; {done.because}" if done.because else ""
    return f"{Progress(days, days, done.requests)}; {asked}, {done.billed_cost:,f} {done.currency} billed{because}"


def queue_runs(done: Pull, job: Job) -> None:
    """Every month of the pull that has costs will be run with those stored now; a closed one is compared with them."""
    closed = closed_months(Window(done.start, done.end), done.currency)
    days = DailyControl.objects.filter(source=done.source, day__gte=done.start, day__lt=done.end)
    for month in days.dates("day", "month"):
        queue_work("adjust" if month in closed else "run", month, done, job)


def queue_work(kind: str, month: dt.date, done: Pull, after: Job) -> Job:
    """A job about the month that has not begun: one that is running already may have read the old costs."""
    slot, arguments = f"{kind}:{month:%Y-%m}", {"month": f"{month:%Y-%m}"}
    job = queue(kind, slot, arguments, after.created_by, clock.now())
    if job.state == Job.State.RUNNING:
        job = queue(kind, f"{slot}:after-pull-{done.pk}", arguments, after.created_by, clock.now())
    return job
