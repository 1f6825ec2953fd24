"""Runs and previews as jobs: a stored pull queues the run of each month it touched."""

import datetime as dt
from typing import TYPE_CHECKING

from allocation.drafts import DraftRefusedError
from allocation.engine.rulebook import RulebookError
from allocation.models import Draft
from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, Report, handles

from .proof import ProofFailedError
from .runs import RunRefusedError, run_month
from .what_if import preview_months

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def queue_run(month: dt.date, user: "User | None", now: dt.datetime) -> Job:
    """The open job that runs the month."""
    return queue("run", f"run:{month:%Y-%m}", {"month": f"{month:%Y-%m}"}, user, now)


@handles("run")
def run(job: Job, report: Report) -> str:
    """Runs the month that the job names. Its closing line tells bill and unallocated."""
    try:
        month = clock.parse_month(job.arguments["month"])
        runs = run_month(month, clock.now(), job.created_by)
    except (ValueError, RunRefusedError, ProofFailedError, RulebookError) as refusal:
        raise JobRefusedError(str(refusal)) from refusal
    return "; ".join(f"{run.period}: bill {run.control_total:f}, unallocated {run.unallocated:f}" for run in runs)


@handles("preview")
def preview(job: Job, report: Report) -> str:
    """Looks at the months that the job names under its draft."""
    try:
        months = [clock.parse_month(month) for month in job.arguments["months"]]
        done = preview_months(Draft.objects.get(pk=job.arguments["draft"]), months, clock.now, report)
    except (ValueError, Draft.DoesNotExist, DraftRefusedError) as refusal:
        raise JobRefusedError(str(refusal)) from refusal
    return f"{done} month{'' if done == 1 else 's'} looked at"
