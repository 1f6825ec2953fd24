"""The digest as a job: queued by the clock, once a day."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.db import transaction

from chargeback import clock
from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, Report, handles

from .findings import findings
from .sending import DigestError, recipients, send_digest

NO_SERVER = "No mail server is set, so no digest is sent. Set EMAIL_URL for the worker (see docs/operations.md)."


@shared_task
def queue_daily_digest() -> None:
    queue_due_digest(clock.now(), clock.today())


@transaction.atomic
def queue_due_digest(now: dt.datetime, today: dt.date) -> Job | None:
    """The job of today's digest once its hour has come, if anybody wants it; None when it was queued before."""
    hold_until_commit("daily-digest")
    slot = f"digest:{today}"
    if now.hour < settings.DIGEST_HOUR or Job.objects.filter(slot=slot).exists() or not recipients():
        return None
    return queue("digest", slot, {"day": str(today)}, None, now)


@handles("digest")
def send(job: Job, report: Report) -> str:
    """Sends the digest of the job's day. A job that is tried again sends only what could not be sent before."""
    if not settings.MAIL_SERVER_IS_SET:
        raise JobRefusedError(NO_SERVER)
    try:
        return send_digest(dt.date.fromisoformat(job.arguments["day"]), clock.now(), findings)
    except DigestError as error:
        raise JobRefusedError(str(error), may_pass=True) from error
