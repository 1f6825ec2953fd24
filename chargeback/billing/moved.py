"""Whether the cost records are still those that a run read: a later pull may have replaced them.

A run keeps its charges, not its records. Pulls newer than the run are no sign by themselves, as most of them find the
same again; so records are then added up and compared with what the run stored.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from chargeback.clock import next_month
from chargeback.costs.models import DailyControl
from chargeback.datastate.known import known

from .line_rows import Lines
from .models import Charge, Run
from .selections import Part, Selection

Key = tuple[dt.date, str | None, str | None, str]


def has_moved(lines: Lines) -> bool:
    """True when own cost by day, as the records give it now, is not what the run charged."""
    if not lines.by_day or not lines.selection.has_direct or not pulled_since(lines.run):
        return False
    selection = Selection(Part.DIRECT, first=lines.selection.first, last=lines.selection.last)
    now = Lines(lines.run, lines.whose, selection, by_day=True)
    return sums(now.direct(), "on", "what") != sums(charged(now), "day", "service") or series_moved(now)


def pulled_since(run: Run) -> bool:
    """True when a day of the run's month was pulled after the run."""
    return known(("pulled since", run.pk), lambda: has_newer_pulls(run))


def has_newer_pulls(run: Run) -> bool:
    month = run.period.month
    days = DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), currency=run.period.currency)
    return days.exclude(pull__in=run.pulls.all()).exists()


def charged(lines: Lines) -> "QuerySet[Charge]":
    """The run's charges of own cost in the same days."""
    days = {"day__gte": lines.selection.first, "day__lte": lines.selection.last}
    given = Q(**{name: day for name, day in days.items() if day})
    return Charge.objects.filter(lines.whose, given, run=lines.run, pool=None)


def sums(rows: "QuerySet[Any]", day: str, service: str) -> dict[Key, Decimal]:
    """What was charged or is recorded per day, team, project and service; nothing where it comes to zero."""
    amount = "amount" if rows.model is Charge else "cost"
    found = rows.values_list(day, "team__slug", "project__slug", service).annotate(sum=Sum(amount)).order_by()
    return {(on, team, project, what): total for on, team, project, what, total in found if total}


def series_moved(lines: Lines) -> bool:
    """True when a series that the run assigned cost something else in the days of its assignment."""
    if lines.selection.has_days:
        return False
    recorded = lines.direct().values("pk").annotate(sum=Sum("cost"))
    differs: bool = recorded.exclude(sum=F("amount")).exists()
    return differs
