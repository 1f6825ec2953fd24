"""How old the data of each source is, what it cost, and when more is due: a frozen value that pages read."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max

from chargeback.clock import next_month
from chargeback.sources.batch import dollars

from .budget import budget_of
from .learnt import LOOK
from .models import LOOKED, DailyControl, Pull, Source, same_payer
from .pacing import Budget, next_details, next_look
from .states import STALE_AFTER, MonthState, State, month_states

FAILED = (Pull.State.REFUSED, Pull.State.NO_BUDGET)


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """The state of one source at one moment.

    `last_stored` is the newest pull that stored records, `last_looked` the newest that heard AWS's totals, `last_pull`
    the newest of all; `error` and `error_code` are its, if it failed. `newest_day` is the last day with records.
    `months` are newest first. `budget` is in requests of the present calendar month, of which `requests_this_month`
    were made. `next_look` is when the schedule asks for totals again (None: switched off). `next_details` is when it
    may ask for details as dear as the last ones (None: never, the budget is too small, or no price is known).
    `is_old` says that nobody has heard AWS's totals for longer than a daily look and half a day of failures.
    `twins` are the names of other sources of the same payer that hold costs of the same days: these count twice.
    """

    source: Source
    last_stored: Pull | None
    last_looked: Pull | None
    last_pull: Pull | None
    newest_day: dt.date | None
    is_estimated: bool
    error: str
    error_code: str
    months: tuple[MonthState, ...]
    budget: Budget
    next_look: dt.datetime | None
    next_details: dt.datetime | None
    is_old: bool
    twins: tuple[str, ...]

    @property
    def requests_this_month(self) -> int:
        return self.budget.spent

    @property
    def dollars_this_month(self) -> Decimal:
        return dollars(self.budget.spent)

    @property
    def dollars_budget(self) -> Decimal:
        return dollars(self.budget.cap)

    @property
    def is_waiting(self) -> bool:
        """The newest look found a change whose details wait for the budget."""
        return bool(self.last_looked and self.last_looked.state == Pull.State.POSTPONED)

    @property
    def state(self) -> str:
        """One word: missing, failed, waiting, stale or fresh; of months, `months` tell more."""
        if self.last_pull and self.last_pull.state in FAILED:
            return "failed"
        if self.last_stored is None:
            return "missing"
        if self.is_waiting:
            return "waiting"
        has_stale_month = bool(self.months) and self.months[0].state is State.STALE
        return "stale" if self.is_old or has_stale_month else "fresh"


def freshness(now: dt.datetime, today: dt.date | None = None) -> tuple[SourceFreshness, ...]:
    """The state of every source, in the order of their names. `today` is another day only when a bill is replayed."""
    return tuple(of_source(source, now, today or now.date()) for source in Source.objects.all())


def of_source(source: Source, now: dt.datetime, today: dt.date) -> SourceFreshness:
    pulls = Pull.objects.filter(source=source).select_related("source")
    last = pulls.first()
    failed = last if last and last.state in FAILED else None
    newest = DailyControl.objects.filter(source=source).order_by("-day").first()
    budget = budget_of(source, now)
    looked = pulls.filter(state__in=LOOKED).first()
    return SourceFreshness(
        source=source,
        last_stored=pulls.filter(state=Pull.State.STORED).first(),
        last_looked=looked,
        last_pull=last,
        newest_day=newest.day if newest else None,
        is_estimated=bool(newest and newest.is_estimated),
        error=failed.error if failed else "",
        error_code=failed.error_code if failed else "",
        months=month_states(now, today, source),
        budget=budget,
        next_look=next_look(now, source.pull_hours) if source.is_enabled else None,
        next_details=details_due(source, budget, now) if source.is_enabled else None,
        is_old=bool(looked and looked.finished_at and now - looked.finished_at > STALE_AFTER),
        twins=tuple(other.name for other in same_payer(source) if hold_the_same_days(source, other)),
    )


def hold_the_same_days(one: Source, other: Source) -> bool:
    theirs = DailyControl.objects.filter(source=other).values("day")
    return DailyControl.objects.filter(source=one, day__in=theirs).exists()


def details_due(source: Source, budget: Budget, now: dt.datetime) -> dt.datetime | None:
    """When the schedule can next pay for details as dear as those of the last pull that asked any."""
    asked = Pull.objects.filter(source=source, expected_requests__isnull=False).order_by("-pk")
    cost = asked.values_list("expected_requests", flat=True).first()
    if not cost:
        return None
    return next_details(now, budget.cap, budget.spent, source.pull_hours, cost - LOOK.requests)


def data_until(month: dt.date) -> dt.date | None:
    """The last day of the month with data, or None. Of several enabled sources the one that lags behind counts."""
    days = DailyControl.objects.filter(day__gte=month, day__lt=next_month(month), source__is_enabled=True)
    newest = days.values("source").annotate(newest=Max("day")).values_list("newest", flat=True)
    return min(newest, default=None)
