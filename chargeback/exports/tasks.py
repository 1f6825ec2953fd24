"""Cleaning up after exports, as a job that the clock queues."""

from celery import shared_task

from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.jobs.work import Report, handles

from . import cleaning


@shared_task
def queue_cleaning() -> None:
    cleaning.queue_cleaning(clock.now())


@handles(cleaning.JOB)
def clean(job: Job, report: Report) -> str:
    over, strays = cleaning.clean(clock.now())
    return f"{over} exports whose time was over, {strays} files that nobody knew"
