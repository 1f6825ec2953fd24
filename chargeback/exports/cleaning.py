"""Removes files whose time is over, and what nobody knows any more."""

import datetime as dt

from django.db import transaction

from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue

from . import folder
from .asking import drop
from .models import Export

JOB = "clean exports"
A_DAY = dt.timedelta(days=1)


@transaction.atomic
def queue_cleaning(now: dt.datetime) -> Job | None:
    """The job that cleans up: when an export's time is over, and once a day; None when nothing is due."""
    hold_until_commit(JOB)
    is_due = Export.objects.filter(expires_at__lte=now).exists()
    if not is_due and Job.objects.filter(kind=JOB, created_at__gt=now - A_DAY).exists():
        return None
    return queue(JOB, "clean-exports", {}, None, now)


def clean(now: dt.datetime) -> tuple[int, int]:
    """No export whose time is over is left, nor a file older than a day without one. How many of each are gone."""
    over = list(Export.objects.filter(expires_at__lte=now).select_related("job"))
    for export in over:
        drop(export, now)
    strays = set(folder.older_than((now - A_DAY).timestamp())) - set(Export.objects.values_list("stored", flat=True))
    for name in strays:
        folder.remove(name)
    return len(over), len(strays)
