"""What the clock asks for: at each hour of a source, one look at every month that AWS may still change.

Once a week the look reaches back over all stored months: closed ones and those long final. It costs hardly more.
"""

import datetime as dt

from django.db import transaction

from chargeback.clock import add_months, month_start, next_month
from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.sources.window import Window, check_window, first_day

from .budget import budget_of
from .models import LOOKED, DailyControl, Pull, Source
from .months import closed_months
from .states import MONTHS_BACK, states_of

# AWS corrects a month for some days after its end: tax, credits and support come late.
LAST_DAY_OF_CORRECTIONS = 10
WEEK = dt.timedelta(days=7) - dt.timedelta(hours=1)  # the hour is the same, the minute is not


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
    details_from = first_month(source, now, today)
    start = min(details_from, first_stored(source, today)) if is_week_over(source, now, today) else details_from
    window = check_window(start, next_month(today), today)
    arguments = pull_arguments(source, window, Pull.Trigger.SCHEDULE) | {"details_from": str(details_from)}
    return queue("pull", slot, arguments, None, now)


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


def first_stored(source: Source, today: dt.date) -> dt.date:
    """The first day that is stored, of those that AWS still knows; today when none is."""
    days = DailyControl.objects.filter(source=source, day__gte=first_day(today)).order_by("day")
    return days.values_list("day", flat=True).first() or today


def is_week_over(source: Source, now: dt.datetime, today: dt.date) -> bool:
    """No pull of a week has looked at all that is stored."""
    week_ago = today - dt.timedelta(days=7)
    whole = Pull.objects.filter(source=source, start__lte=first_stored(source, today), end__gt=week_ago)
    return not whole.filter(state__in=LOOKED, started_at__gt=now - WEEK).exists()


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
