"""What a look at AWS's totals says of months: written down whether or not the details follow."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from chargeback.clock import month_start
from chargeback.sources.batch import DailyTotal
from chargeback.sources.window import Window, next_day

from .changes import StoredDay
from .models import DailyControl, Source, SourceMonth
from .store import hold_costs


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """AWS's total of a month from its first day up to, not including, `until`."""

    month: dt.date
    until: dt.date
    currency: str
    billed: Decimal
    effective: Decimal
    is_estimated: bool


@transaction.atomic
def hear(source: Source, totals: Sequence[DailyTotal], now: dt.datetime, details_from: dt.date = dt.date.min) -> None:
    """The source's months know these totals, and how long they have been the same. Days say whether still estimated.

    A month before `details_from` of which nothing is stored is none of the source's.
    """
    hold_costs(source.pk)
    known = set(DailyControl.objects.filter(source=source).dates("day", "month"))
    for total in month_totals(totals):
        if total.until > details_from or total.month in known:
            hear_month(source, total, now)
    for is_estimated in (True, False):
        days = [total.day for total in totals if total.is_estimated is is_estimated]
        stored = DailyControl.objects.filter(source=source, day__in=days).exclude(is_estimated=is_estimated)
        stored.update(is_estimated=is_estimated)


def month_totals(totals: Iterable[DailyTotal]) -> Iterator[MonthTotal]:
    """The months of which the first day is among the totals."""
    for month, grouped in groupby(totals, key=lambda total: month_start(total.day)):
        days = list(grouped)
        if days[0].day == month:
            yield MonthTotal(
                month=month,
                until=next_day(days[-1].day),
                currency=days[0].currency,
                billed=sum((total.billed for total in days), Decimal(0)),
                effective=sum((total.effective for total in days), Decimal(0)),
                is_estimated=any(total.is_estimated for total in days),
            )


def hear_month(source: Source, total: MonthTotal, now: dt.datetime) -> None:
    """Writes the total down; that of fewer days than are known says nothing of the month."""
    row = SourceMonth.objects.filter(source=source, month=total.month).first() or SourceMonth(
        source=source, month=total.month, until=total.until
    )
    if total.until < row.until:
        return
    is_same = (row.billed_cost, row.effective_cost, row.currency) == (total.billed, total.effective, total.currency)
    row.stable_for = row.stable_for + 1 if is_same else 1
    row.changed_at = row.changed_at if is_same else now
    row.billed_cost, row.effective_cost, row.currency = total.billed, total.effective, total.currency
    row.until, row.is_estimated, row.checked_at = total.until, total.is_estimated, now
    row.save()


def stored_days(source: Source, window: Window) -> dict[dt.date, StoredDay]:
    """What is stored of the window's days."""
    days = DailyControl.objects.filter(source=source, day__gte=window.start, day__lt=window.end)
    return {
        control.day: StoredDay(
            billed=control.billed_cost,
            effective=control.effective_cost,
            currency=control.currency,
            pulled_at=control.pull.started_at,
            breakdown=control.pull.breakdown,
        )
        for control in days.select_related("pull")
    }


def closed_months(window: Window, currency: str) -> frozenset[dt.date]:
    """The months of the window that are closed in this currency, from where the settings say: billing knows."""
    closed: Callable[[dt.date, dt.date, str], frozenset[dt.date]] = import_string(settings.CLOSED_MONTHS)
    return closed(window.start, window.end, currency)


def ask_again(source: Source, because: str, now: dt.datetime) -> None:
    """Every open day that was pulled before `now` is asked in detail by the next pull of it.

    For what changes a bill without changing its totals: a tag key was activated, or AWS filled one in for the past.
    """
    Source.objects.filter(pk=source.pk).update(again_before=now, again_because=because[:200])
