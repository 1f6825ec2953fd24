"""Finds jobs that Celery forgot or a worker abandoned, and sends them again."""

import datetime as dt

from django.db.models import Q, QuerySet

from .locks import held
from .models import Job
from .queue import nudge
from .work import give_back, lock_name

# A nudge that led to nothing for so long is taken for lost; sooner would pile up messages behind busy workers.
LOST_AFTER = dt.timedelta(seconds=60)


def sweep(now: dt.datetime) -> None:
    """Every abandoned job is queued again or failed, every due job has been told to Celery within LOST_AFTER."""
    for job_id in ids(Job.objects.filter(state=Job.State.RUNNING)):
        with held(lock_name(job_id)) as abandoned:
            if abandoned:
                give_back(job_id, now)
    due = Job.objects.filter(state=Job.State.QUEUED, due_at__lte=now)
    for job_id in ids(due.filter(Q(nudged_at=None) | Q(nudged_at__lte=now - LOST_AFTER))):
        nudge(job_id, now)


def ids(jobs: QuerySet[Job]) -> list[int]:
    return list(jobs.order_by("due_at", "pk").values_list("pk", flat=True))
