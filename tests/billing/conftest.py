"""A month's bill, stored as a pull stores it, and the rules of the small company of these tests."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.costs.models import CostRecord, CostSeries, DailyControl, Pull, Source

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
OCTOBER = dt.date(2026, 10, 1)
RULES = """
tag: project
teams:
  shop: {name: Web Shop, owner: Alice Moreau, cost_centre: "4711", gl_account: "6805"}
  data: {name: Data Platform, owner: Bob Tanaka}
projects:
  checkout: {team: shop, tags: [checkout, Checkout]}
  search: {team: [{team: shop, until: 2026-10-16}, {team: data, from: 2026-10-16}]}
  warehouse: {team: data}
rules:
  - {name: support fee, when: {service: "AWS Support*"}, pool: support}
pools:
  support: {method: proportional, targets: [shop, data], basis: direct}
"""
# (day of October, service, project tag, billed, effective)
Row = tuple[int, str, str, str, str]
BILL: tuple[Row, ...] = (
    (1, "Amazon Simple Storage Service", "checkout", "10.0000000001", "10.0000000001"),
    (1, "AWS Lambda", "search", "3.3333333333", "3"),
    (16, "AWS Lambda", "search", "6.6666666666", "6"),
    (2, "Amazon Simple Storage Service", "warehouse", "20", "20"),
    (3, "Amazon Simple Storage Service", "chekout", "1.005", "1.005"),
    (3, "EC2 - Other", "", "0.995", "0.995"),
    (31, "AWS Support (Business)", "", "10", "10"),
    (31, "AWS Lambda", "checkout", "-2.5", "-2.5"),
)


@pytest.fixture
def rules(db: None) -> None:
    save_rulebook(rulebook_from_yaml(RULES))


@pytest.fixture
def store(db: None) -> Callable[..., Pull]:
    """Stores rows of a month as a pull does: records, the provider's daily totals, the pull."""

    def stored(rows: Iterable[Row] = BILL, month: dt.date = OCTOBER, currency: str = "USD") -> Pull:
        source, _ = Source.objects.get_or_create(slug=f"aws-{currency.lower()}", defaults={"name": "AWS"})
        end = (month + dt.timedelta(days=31)).replace(day=1)
        CostRecord.objects.filter(series__source=source, day__gte=month, day__lt=end).delete()
        DailyControl.objects.filter(source=source, day__gte=month, day__lt=end).delete()
        pull = Pull.objects.create(
            source=source, start=month, end=end, state="stored", started_at=NOW, finished_at=NOW, currency=currency
        )
        for row in rows:
            store_row(source, pull, month, currency, row)
        return pull

    return stored


def store_row(source: Source, pull: Pull, month: dt.date, currency: str, row: Row) -> None:
    number, service, tag, billed, effective = row
    series, _ = CostSeries.objects.get_or_create(
        source=source,
        fingerprint=f"{service}/{tag}",
        defaults={"service_name": service, "currency": currency, "tags": {"project": tag} if tag else {}},
    )
    day = month.replace(day=number)
    CostRecord.objects.create(series=series, day=day, billed_cost=billed, effective_cost=effective, pull=pull)
    control, _ = DailyControl.objects.get_or_create(
        source=source,
        day=day,
        defaults={"pull": pull, "currency": currency, "billed_cost": 0, "effective_cost": 0, "is_estimated": False},
    )
    control.billed_cost = Decimal(control.billed_cost) + Decimal(billed)
    control.effective_cost = Decimal(control.effective_cost) + Decimal(effective)
    control.save()
