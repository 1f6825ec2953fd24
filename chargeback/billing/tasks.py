"""Runs as jobs: a stored pull queues the run of each month it touched."""

import datetime as dt
from typing import TYPE_CHECKING

from allocation.engine.rulebook import RulebookError
from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, Report, handles

from .proof import ProofFailedError
from .runs import RunRefusedError, run_month

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
