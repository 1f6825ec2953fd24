"""Makes the demo ready to look at: every month pulled through the work list, then run.

One pull is queued at a time, since a payer is asked one thing at a time; while the worker pulls a month, the month
before it is run here. The oldest two months are closed.
"""

import datetime as dt
import time
from collections.abc import Callable

from django.db.models import QuerySet

from chargeback import clock
from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.runs import run_month
from chargeback.clock import add_months, next_month
from chargeback.costs.models import DailyControl, Pull, Source
from chargeback.costs.tasks import queue_pull
from chargeback.jobs.models import Job
from chargeback.sources.batch import dollars

from .closing import close_early
from .generator import FULL_MONTHS
from .loading import SOURCE, load_demo

Say = Callable[[str], None]
PATIENCE_SECONDS = 180
POLL_SECONDS = 0.1


class DemoFailedError(Exception):
    """A month could not be prepared; the message says why and what to do."""


def prepare_demo(today: dt.date, say: Say) -> None:
    """Every month of the demo has records and a run afterwards. Says a line for each thing done.

    Raises DemoFailedError, and whatever the run of a month refuses.
    """
    load_demo(today)
    source = Source.objects.get(slug=SOURCE)
    for month in _months_without_records(source, today):
        job = queue_pull(source, month, next_month(month), None, clock.now(), then_run=False)
        _run_months(today, say)
        say(_pull_line(month, _finished(job)))
    _run_months(today, say)


def _months_without_records(source: Source, today: dt.date) -> list[dt.date]:
    months = [add_months(today, -back) for back in range(FULL_MONTHS, -1, -1)]
    return [month for month in months if not _controls(month).filter(source=source).exists()]


def _controls(month: dt.date) -> QuerySet[DailyControl]:
    return DailyControl.objects.filter(day__gte=month, day__lt=next_month(month))


def _finished(job: Job) -> Pull:
    """The pull that the job stored. Raises DemoFailedError when it failed, or when no worker moves it."""
    seen, patience = "", time.monotonic() + PATIENCE_SECONDS
    while job.is_open:
        if time.monotonic() > patience:
            raise DemoFailedError(f"{job} has not moved for {PATIENCE_SECONDS} s. Is a Celery worker running?")
        time.sleep(POLL_SECONDS)
        job.refresh_from_db()
        if job.message != seen:
            seen, patience = job.message, time.monotonic() + PATIENCE_SECONDS
    if job.state != Job.State.DONE:
        raise DemoFailedError(f"{job}: {job.error}")
    return job.pulls.latest("pk")


def _pull_line(month: dt.date, pull: Pull) -> str:
    price = f"${dollars(pull.requests):.2f}"
    done = f"{pull.records:>7,} records" if pull.records else "up to date, the schedule was here before"
    return f"{month:%Y-%m}  pulled  {pull.requests:>3} requests  {price}  {done}"


def _run_months(today: dt.date, say: Say) -> None:
    """Runs what has records and no run, and closes the oldest two, so that there are issued statements to look at."""
    for first in DailyControl.objects.dates("day", "month"):
        if not BillingPeriod.objects.filter(month=first).exclude(current_run=None).exists():
            for run in run_month(first, clock.now()):
                say(_run_line(run))
            if closed := close_early(first, today):
                say(closed)


def _run_line(run: Run) -> str:
    part = 100 * run.allocated / run.control_total if run.control_total else 0
    return f"{run.period.month:%Y-%m}  run     {run.control_total:,.2f} {run.period.currency}, {part:.1f} % allocated"
