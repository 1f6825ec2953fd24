"""What the clock asks for: at each hour of a source, one look at every month that AWS may still change."""

import datetime as dt

from django.db import transaction

from chargeback.clock import add_months, month_start, next_month
from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.sources.window import Window, check_window

from .budget import budget_of
from .models import Pull, Source
from .months import closed_months
from .states import states_of

# AWS corrects a month for some days after its end: tax, credits and support come late.
LAST_DAY_OF_CORRECTIONS = 10
MONTHS_BACK = 3  # a month that is not final by then will hardly become so


@transaction.atomic
def queue_due_pulls(now: dt.datetime, today: dt.date) -> list[Job]:
    """Each enabled source has its pull of today's last hour once that has come, however often this is called."""
    hold_until_commit("daily-pulls")
    enabled = Source.objects.filter(is_enabled=True)
    return [job for source in enabled if (job := queue_daily_pull(source, now, today))]


def queue_daily_pull(source: Source, now: dt.datetime, today: dt.date) -> Job | None:
    """The new job, or None when the hour has not come, has had its pull, or no request is left this month."""
    due = last_due(source, now)
    if due is None or was_looked_at(source, today, due):
        return None
    slot = f"daily-pull:{source.slug}:{today}:{due.hour:02}"
    if Job.objects.filter(slot=slot).exists() or not budget_of(source, now).left:
        return None
    window = check_window(first_month(source, now, today), next_month(today), today)
    return queue("pull", slot, pull_arguments(source, window, Pull.Trigger.SCHEDULE), None, now)


def last_due(source: Source, now: dt.datetime) -> dt.datetime | None:
    """The last of the source's hours that has come today. Those before it are made up for by it."""
    hours = [hour for hour in source.pull_hours if hour <= now.hour]
    return now.replace(hour=max(hours), minute=0, second=0, microsecond=0) if hours else None


def was_looked_at(source: Source, today: dt.date, since: dt.datetime) -> bool:
    """Somebody has pulled this month, today included, since the hour came."""
    whole = Pull.objects.filter(source=source, start__lte=month_start(today), end__gt=today, started_at__gte=since)
    return whole.filter(state__in=[Pull.State.STORED, Pull.State.UNCHANGED]).exists()


def first_month(source: Source, now: dt.datetime, today: dt.date) -> dt.date:
    """The first of the months up to this one that are looked at: of those before, as long as they may still change."""
    this = month_start(today)
    before = add_months(this, -1)
    unsettled = {
        state.month
        for state in states_of(source, now, today)
        if not state.is_final and state.month not in closed_months(Window(state.month, this), state.heard.currency)
    }
    oldest = [month for month in (add_months(this, -back) for back in range(1, MONTHS_BACK + 1)) if month in unsettled]
    return min([this, *oldest, *([before] if today.day <= LAST_DAY_OF_CORRECTIONS else [])])


def pull_arguments(
    source: Source, window: Window, trigger: str, then_run: bool = True, is_full: bool = False
) -> dict[str, object]:
    """What a job of the kind "pull" carries."""
    return {
        "source": source.slug,
        "start": str(window.start),
        "end": str(window.end),
        "trigger": str(trigger),
        "then_run": then_run,
        "full": is_full,
    }
