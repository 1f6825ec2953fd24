"""The chain as a tick of the clock; its check as a job."""

from celery import shared_task

from chargeback import clock

from .chain import chain


@shared_task
def chain_audit_log() -> None:
    chain(clock.now())
