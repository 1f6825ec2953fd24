"""How old the data is: what was pulled last, how far it reaches, what it cost."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Sum

from chargeback.clock import month_start, next_month
from chargeback.sources.batch import dollars

from .models import DailyControl, Pull, Source


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """The state of one source. `newest_day` is the last day with data; `error` is that of the last pull, if refused."""

    source: Source
    last_stored: Pull | None
    last_pull: Pull | None
    newest_day: dt.date | None
    is_estimated: bool
    error: str
    requests_this_month: int
    dollars_this_month: Decimal


def freshness(now: dt.datetime) -> tuple[SourceFreshness, ...]:
    """The state of every source, in the order of their names."""
    return tuple(of_source(source, now) for source in Source.objects.all())


def of_source(source: Source, now: dt.datetime) -> SourceFreshness:
    pulls = Pull.objects.filter(source=source).select_related("source")
    last, newest = pulls.first(), DailyControl.objects.filter(source=source).order_by("-day").first()
    month = pulls.filter(started_at__date__gte=month_start(now.date()))
    requests = month.aggregate(made=Sum("requests"))["made"] or 0
    return SourceFreshness(
        source=source,
        last_stored=pulls.filter(state=Pull.State.STORED).first(),
        last_pull=last,
        newest_day=newest.day if newest else None,
        is_estimated=bool(newest and newest.is_estimated),
        error=last.error if last and last.state == Pull.State.REFUSED else "",
        requests_this_month=requests,
        dollars_this_month=dollars(requests),
    )


def data_until(month: dt.date) -> dt.date | None:
    """The last day of the month with data, or None. Of several enabled sources the one that lags behind counts."""
    days = DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), source__is_enabled=True)
    newest = days.values("source").annotate(newest=Max("day")).values_list("newest", flat=True)
    return min(newest, default=None)
