"""Bills of any shape for tests of tags: each line says account, service, tags and amount."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from chargeback.billing.models import Run
from chargeback.billing.runs import run_period
from chargeback.costs.models import CostRecord, CostSeries, DailyControl, Pull, Source
from tests.billing.conftest import NOW, OCTOBER

__all__ = ["OCTOBER", "Line", "run_bill", "store_bill"]


@dataclass(frozen=True)
class Line:
    """What one series cost on one day."""

    amount: str
    tags: dict[str, str] = field(default_factory=dict)
    service: str = "AWS Lambda"
    account: str = "111111111111"
    category: str = "Usage"
    day: int = 1


def store_bill(lines: Iterable[Line], month: dt.date = OCTOBER, slug: str = "aws") -> Pull:
    """The month's records of the source are these and nothing else, with the totals that a provider would give."""
    source, _ = Source.objects.get_or_create(slug=slug, defaults={"name": slug.upper()})
    end = (month + dt.timedelta(days=31)).replace(day=1)
    CostRecord.objects.filter(series__source=source, day__gte=month, day__lt=end).delete()
    DailyControl.objects.filter(source=source, day__gte=month, day__lt=end).delete()
    pull = Pull.objects.create(
        source=source, start=month, end=end, state="stored", started_at=NOW, finished_at=NOW, currency="USD"
    )
    totals: dict[dt.date, Decimal] = {}
    for line in lines:
        store_line(source, pull, month, line, totals)
    for day, total in totals.items():
        DailyControl.objects.create(
            source=source, pull=pull, day=day, currency="USD", billed_cost=total, effective_cost=total,
            is_estimated=False,
        )  # fmt: skip
    return pull


def store_line(source: Source, pull: Pull, month: dt.date, line: Line, totals: dict[dt.date, Decimal]) -> None:
    day, amount = month.replace(day=line.day), Decimal(line.amount)
    series, _ = CostSeries.objects.get_or_create(
        source=source,
        fingerprint=str((line.account, line.service, line.category, sorted(line.tags.items())))[:64],
        defaults={
            "sub_account_id": line.account,
            "sub_account_name": f"account {line.account[:1]}",
            "service_name": line.service,
            "charge_category": line.category,
            "record_type": line.category,
            "currency": "USD",
            "tags": line.tags,
        },
    )
    record, is_new = CostRecord.objects.get_or_create(
        series=series, day=day, defaults={"billed_cost": amount, "effective_cost": amount, "pull": pull}
    )
    if not is_new:
        CostRecord.objects.filter(pk=record.pk).update(
            billed_cost=record.billed_cost + amount, effective_cost=record.effective_cost + amount
        )
    totals[day] = totals.get(day, Decimal(0)) + amount


def run_bill(lines: Iterable[Line], month: dt.date = OCTOBER) -> Run:
    """The month's run with this bill."""
    store_bill(lines, month)
    return run_period(month, "USD", NOW)
