"""What the clock asks for: the pulls of each day."""

import datetime as dt

from django.db import transaction

from chargeback.clock import add_months, month_start, next_month
from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.sources.window import check_window

from .models import Source

# AWS corrects a month for some days after its end: tax, credits and support come late.
LAST_DAY_OF_CORRECTIONS = 10


@transaction.atomic
def queue_due_pulls(now: dt.datetime, today: dt.date) -> list[Job]:
    """Each enabled source has its pulls of today once its hour has come, however often this is called."""
    hold_until_commit("daily-pulls")
    due = Source.objects.filter(is_enabled=True, pull_hours__0__lte=now.hour)
    wanted = [(source, month) for source in due for month in months_to_pull(today)]
    return [job for source, month in wanted if (job := queue_daily_pull(source, month, now, today))]


def months_to_pull(today: dt.date) -> list[dt.date]:
    open_month = month_start(today)
    return [open_month] if today.day > LAST_DAY_OF_CORRECTIONS else [open_month, add_months(today, -1)]


def queue_daily_pull(source: Source, month: dt.date, now: dt.datetime, today: dt.date) -> Job | None:
    slot = f"daily-pull:{source.slug}:{today}:{month:%Y-%m}"
    if Job.objects.filter(slot=slot).exists():
        return None
    window = check_window(month, next_month(month), today)
    return queue("pull", slot, pull_arguments(source, window.start, window.end), None, now)


def pull_arguments(source: Source, start: dt.date, end: dt.date, then_run: bool = True) -> dict[str, object]:
    """What a job of the kind "pull" carries."""
    return {"source": source.slug, "start": str(start), "end": str(end), "then_run": then_run}
