"""Celery's way in: run a job, sweep the list."""

from celery import shared_task

from chargeback import clock

from . import sweeper, work


@shared_task
def run_job(job_id: int) -> None:
    work.run(job_id, clock.now)


@shared_task
def sweep() -> None:
    sweeper.sweep(clock.now())
