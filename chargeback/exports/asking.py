"""Asking for a file: a row and a job, or those that are there already. The asker's rights are the caller's business."""

import datetime as dt
import hashlib
import uuid
from contextlib import suppress
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from chargeback.jobs import queue as jobs

from . import folder
from .models import Export

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KEPT = dt.timedelta(days=7)
MOST_OPEN = 20
JOB = "export"


class TooManyExportsError(Exception):
    """The user has asked for so much that is not made yet; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which file: what it shows, of which month and team (empty: the company), as a page asks, and its kind."""

    what: str
    month: dt.date
    team: str
    query: str
    kind: str


def ask(user: "User", wanted: Wanted, now: dt.datetime) -> Export:
    """The user's file that is being made, or will be. Asking again before it is made is the same file.

    Raises TooManyExportsError.
    """
    with transaction.atomic():
        job = jobs.queue(JOB, slot(user, wanted), {}, user, now)
        known = Export.objects.filter(job=job).first()
        if known is None and Export.objects.filter(user=user, job__state__in=jobs.OPEN).count() >= MOST_OPEN:
            raise TooManyExportsError(f"{MOST_OPEN} of your exports wait already. Take or cancel some of them first.")
        return known or Export.objects.create(
            user=user,
            job=job,
            what=wanted.what,
            month=wanted.month,
            team=wanted.team,
            query=wanted.query,
            kind=wanted.kind,
            stored=f"{uuid.uuid4().hex}.{wanted.kind}",
            created_at=now,
            expires_at=now + KEPT,
        )


def slot(user: "User", wanted: Wanted) -> str:
    """The same for the same file of the same user. It tells nothing: finance and admins see the slots of all jobs."""
    said = "\0".join(map(str, astuple(wanted)))
    return f"export:{user.pk}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def wanted_of(export: Export) -> Wanted:
    return Wanted(export.what, export.month, export.team, export.query, export.kind)


def drop(export: Export, now: dt.datetime) -> None:
    """The export and its file are gone; a job that makes it stops at its next rows."""
    if export.job.is_open:
        with suppress(jobs.JobStateError):  # it ended a moment ago
            jobs.cancel(export.job, now)
    Export.objects.filter(pk=export.pk).delete()
    folder.remove(export.stored)
