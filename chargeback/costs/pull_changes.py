"""What a pull changed of costs that were known before: in all, per day and per series. Billed cost, exact."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Abs

from .models import CostSeries, Pull, RestatedCost, Restatement

ZERO = Decimal(0)
BEFORE, AFTER = Sum("billed_before", default=ZERO), Sum("billed_after", default=ZERO)
LISTED = 500  # series, those that moved most; the rest is one row


@dataclass(frozen=True, slots=True)
class Change:
    """Billed cost before and after, of `records` records that changed, appeared or vanished."""

    before: Decimal
    after: Decimal
    records: int

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class DayChange:
    """What changed of one day."""

    day: dt.date
    moved: Change


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What changed of one series over all days of the pull; `tags` as the provider gave them, in words."""

    account: str
    account_name: str
    service: str
    record_type: str
    tags: str
    moved: Change


@dataclass(frozen=True, slots=True)
class PullChanges:
    """A restatement in one currency. Days add up to `moved`; so do the listed series with `rest`."""

    currency: str
    moved: Change
    effective_before: Decimal
    effective_after: Decimal
    days: tuple[DayChange, ...]
    series: tuple[SeriesChange, ...]
    series_count: int
    rest: Change


def changes_of(pull: Pull) -> tuple[PullChanges, ...]:
    """What the pull changed, a value per currency; nothing when it changed nothing that was known before."""
    return tuple(changes_in(one) for one in Restatement.objects.filter(pull=pull).order_by("currency"))


def changes_in(found: Restatement) -> PullChanges:
    costs = RestatedCost.objects.filter(pull=found.pull_id, series__currency=found.currency)
    moved = Change(found.billed_before, found.billed_after, found.records)
    series = tuple(by_series(costs))
    listed = [one.moved for one in series]
    rest = Change(
        moved.before - sum((one.before for one in listed), ZERO),
        moved.after - sum((one.after for one in listed), ZERO),
        moved.records - sum(one.records for one in listed),
    )
    return PullChanges(
        currency=found.currency,
        moved=moved,
        effective_before=found.effective_before,
        effective_after=found.effective_after,
        days=tuple(by_day(costs)),
        series=series,
        series_count=found.series,
        rest=rest,
    )


def by_day(costs: QuerySet[RestatedCost]) -> Iterator[DayChange]:
    sums = costs.values_list("day").annotate(before=BEFORE, after=AFTER, records=Count("pk")).order_by("day")
    for day, before, after, records in sums:
        yield DayChange(day, Change(before, after, records))


def by_series(costs: QuerySet[RestatedCost]) -> Iterator[SeriesChange]:
    """The series that moved most, up or down."""
    sums = costs.values_list("series").annotate(before=BEFORE, after=AFTER, records=Count("pk"))
    largest = list(sums.annotate(moved=Abs(F("after") - F("before"))).order_by("-moved", "series")[:LISTED])
    named = CostSeries.objects.in_bulk([series for series, *_ in largest])
    for pk, before, after, records, _ in largest:
        series = named[pk]
        yield SeriesChange(
            account=series.sub_account_id,
            account_name=series.sub_account_name,
            service=series.service_name,
            record_type=series.record_type,
            tags=", ".join(f"{key}={value}" for key, value in sorted(series.tags.items())),
            moved=Change(before, after, records),
        )
