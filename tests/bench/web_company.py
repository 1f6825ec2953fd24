"""Thirteen months of a company with 200 teams, 500 rules and 40 pools: made in the database, run as months are."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from . import company

MONTHS = 13
NEWEST = dt.date(2026, 10, 1)
NOW = dt.datetime(2026, 11, 3, 6, tzinfo=dt.UTC)
RECORDS = """
    INSERT INTO costs_costrecord (series_id, day, billed_cost, effective_cost, pull_id)
    SELECT s.id, %s::date + d, cost, cost, %s FROM costs_costseries s, generate_series(0, %s) d,
    LATERAL (SELECT round((random() * random() * 10 + s.id * 0)::numeric, 10) AS cost) one
"""
CONTROLS = """
    INSERT INTO costs_dailycontrol (source_id, pull_id, day, currency, billed_cost, effective_cost, is_estimated)
    SELECT %s, pull_id, day, 'USD', sum(billed_cost), sum(effective_cost), false
    FROM costs_costrecord WHERE pull_id = %s GROUP BY pull_id, day
"""


def fill(records: int) -> None:
    """About `records` cost records in equal months, each with its run; fay reads all of it, alice leads team t000."""
    from allocation.rulebook import save_rulebook
    from chargeback.billing.runs import run_period
    from chargeback.clock import add_months
    from chargeback.costs.models import CostSeries, Source

    save_rulebook(company.rulebook())
    source = Source.objects.create(slug="aws", name="AWS")
    a_month = records // MONTHS
    count = min(company.SERIES, a_month // 10)
    CostSeries.objects.bulk_create(series_rows(source, count), batch_size=5_000)
    months = [add_months(NEWEST, -back) for back in range(MONTHS)][::-1]
    for month in months:
        store_month(source, month, min(30, round(a_month / count)))
        run_period(month, "USD", NOW)
    analyzed()
    people()


def series_rows(source: Any, count: int) -> Iterator[Any]:
    from chargeback.costs.models import CostSeries

    for number, one in enumerate(company.series(count)):
        yield CostSeries(
            source=source, fingerprint=f"{number:064x}", sub_account_id=one.account,
            sub_account_name=f"account {one.account}", service_name=one.service, region_id=one.region,
            resource_id=one.resource, currency="USD", tags=dict(one.tags),
        )  # fmt: skip


def store_month(source: Any, month: dt.date, days: int) -> None:
    from django.db import connection

    from chargeback.clock import next_month
    from chargeback.costs.models import Pull

    span = {"start": month, "end": next_month(month), "started_at": NOW, "finished_at": NOW}
    pull = Pull.objects.create(source=source, state="stored", currency="USD", **span)
    with connection.cursor() as cursor:
        cursor.execute(RECORDS, [month, pull.pk, days - 1])
        cursor.execute(CONTROLS, [source.pk, pull.pk])


def analyzed() -> None:
    """As autovacuum leaves a database that has been there for a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def people() -> None:
    from django.contrib.auth.models import Group, User

    from allocation.models import Membership, Team

    fay, alice = User.objects.create_user("fay"), User.objects.create_user("alice")
    fay.groups.add(Group.objects.get(name="finance"))
    Membership.objects.create(user=alice, team=Team.objects.get(slug="t000"), role="lead")
