"""Cost that is with nobody: what is missing, where it arises, since when it is seen. Read from the stored run."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min, Sum

from allocation.engine.money import from_cents, round_to_cents, to_units
from chargeback.costs.models import CostRecord

from .figures import UnallocatedRow
from .models import Assignment, BillingPeriod, Run, StatementLine
from .stamps import current_run


@dataclass(frozen=True, slots=True, order=True)
class Missing:
    """What one row of the page is about."""

    reason: str
    service: str
    pool: str
    tag_value: str = ""
    account: str = ""
    account_name: str = ""


@dataclass(slots=True)
class Found:
    amount: Decimal
    first_day: dt.date


def unallocated(period: BillingPeriod) -> tuple[UnallocatedRow, ...]:
    """The period's unallocated cost, dearest first; the rows add up to it, exactly and in cents."""
    run = current_run(period)
    found = direct(run) | through_pools(run, period.month)
    return tuple(sorted(in_cents(run, found), key=lambda row: (-row.amount, row.reason, row.service, row.account)))


def direct(run: Run) -> dict[Missing, Found]:
    """Cost that reached neither team nor pool, by what an admin can act on."""
    assignments = list(Assignment.objects.filter(run=run, team=None, pool=None).select_related("series"))
    seen = first_days(assignment.series_id for assignment in assignments)
    found: dict[Missing, Found] = {}
    for assignment in assignments:
        series = assignment.series
        value = tag_value(series.tags, run.rulebook["tag_keys"])
        account = (series.sub_account_id, series.sub_account_name)
        key = Missing(assignment.reason, series.service_name, "", value, *account)
        row = found.setdefault(key, Found(Decimal(0), seen[series.pk]))
        row.amount += assignment.amount
        row.first_day = min(row.first_day, seen[series.pk])
    return found


def tag_value(tags: dict[str, str], keys: Iterable[str]) -> str:
    """The value that should name a project: that of the first key present."""
    return next((tags[key] for key in keys if key in tags), "")


def first_days(series: Iterable[int]) -> dict[int, dt.date]:
    """The first day on which each series was ever billed."""
    records = CostRecord.objects.filter(series__in=list(series))
    return dict(records.values_list("series").annotate(Min("day")).order_by())


def through_pools(run: Run, month: dt.date) -> dict[Missing, Found]:
    """Shared cost that no split gave to a team."""
    lines = StatementLine.objects.filter(run=run, team=None).exclude(pool=None)
    sums = lines.values_list("reason", "service", "pool__name").annotate(Sum("amount")).order_by()
    return {Missing(reason, service, pool): Found(amount, month) for reason, service, pool, amount in sums}


def in_cents(run: Run, found: dict[Missing, Found]) -> list[UnallocatedRow]:
    """Rows whose cents add up to the run's unallocated lines."""
    keys = sorted(found)
    whole = StatementLine.objects.filter(run=run, team=None).aggregate(cents=Sum("cents"))["cents"] or Decimal(0)
    cents = round_to_cents([to_units(found[key].amount) for key in keys], int(whole * 100))
    return [
        UnallocatedRow(
            reason=key.reason,
            tag_value=key.tag_value,
            account=key.account,
            account_name=key.account_name,
            service=key.service,
            pool=key.pool,
            first_day=found[key].first_day,
            amount=found[key].amount,
            cents=from_cents(part),
        )
        for key, part in zip(keys, cents, strict=True)
    ]
