"""Cost that is with nobody: what is missing, where it arises, since when it is seen. Read from the stored run."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Case, F, Func, Max, Min, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from allocation.engine.allocation import Reason
from allocation.engine.money import from_cents, round_to_cents, to_units
from chargeback.costs.models import CostRecord

from .models import Assignment, BillingPeriod, Run, StatementLine
from .run_rulebooks import rulebook_json_of
from .stamps import current_run

# What can be given to a team, project or pool here; the rest is mended elsewhere.
ASSIGNABLE = (Reason.NO_TAG, Reason.UNKNOWN_VALUE, Reason.NO_RULE, Reason.NO_TEAM)


@dataclass(frozen=True, slots=True)
class UnallocatedRow:
    """Cost that is with nobody: what is missing, where it arises and since when it has been seen."""

    reason: str
    tag_key: str
    """The first of the rulebook's tag keys that is on the cost; empty where none is."""
    tag_value: str
    account: str
    account_name: str
    service: str
    project: str
    """The project that had no team on these days; empty for other reasons."""
    pool: str
    """The pool it came through; empty for cost that reached no pool."""
    series: int
    first_day: dt.date
    amount: Decimal
    """Exact, ten decimals."""
    cents: Decimal = Decimal(0)

    @property
    def is_assignable(self) -> bool:
        return self.reason in ASSIGNABLE and not self.pool

    @property
    def key(self) -> str:
        """Names the row in a form; the same for the same cost whenever the page is made."""
        said = (self.reason, self.tag_key, self.tag_value, self.account, self.service, self.project, self.pool)
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]


def unallocated(period: BillingPeriod) -> tuple[UnallocatedRow, ...]:
    """The period's unallocated cost, dearest first; the rows add up to it, exactly and in cents."""
    run = current_run(period)
    rows = sorted([*direct(run), *through_pools(run, period.month)], key=order)
    return tuple(sorted(in_cents(run, rows), key=lambda row: (-row.amount, *order(row))))


def order(row: UnallocatedRow) -> tuple[str, ...]:
    return (row.reason, row.service, row.pool, row.tag_key, row.tag_value, row.account, row.project)


def direct(run: Run) -> list[UnallocatedRow]:
    """Cost that reached neither team nor pool, added up by the database over what an admin can act on."""
    columns = ("reason", "tag_key", "tag_value", "account", "service", "project_slug")
    found = with_tags(nobodys(run), rulebook_json_of(run)["tag_keys"]).annotate(
        account=F("series__sub_account_id"),
        service=F("series__service_name"),
        project_slug=Coalesce("project__slug", Value("")),
        first_billed=Subquery(first_day_of_series()),
    )
    sums = found.values(*columns).annotate(
        account_name=Max("series__sub_account_name"),
        members=models.Count("series", distinct=True),
        first_day=Min("first_billed"),
        total=Sum("amount"),
    )
    return [
        UnallocatedRow(
            reason=row["reason"],
            tag_key=row["tag_key"],
            tag_value=row["tag_value"],
            account=row["account"],
            account_name=row["account_name"],
            service=row["service"],
            project=row["project_slug"],
            pool="",
            series=row["members"],
            first_day=row["first_day"] or run.period.month,
            amount=row["total"],
        )
        for row in sums.order_by(*columns)
    ]


def nobodys(run: Run) -> "QuerySet[Assignment]":
    return Assignment.objects.filter(run=run, team=None, pool=None)


class TagValue(Func):
    """A tag's value by its key. Django's own transform would take a key of digits for a place in a list."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = models.TextField()


def with_tags(assignments: "QuerySet[Assignment]", keys: Sequence[str]) -> "QuerySet[Assignment]":
    """Each with the first of the tag keys that is on its series, and the value; both empty where none is."""
    nothing = Value("", models.TextField())
    if not keys:
        return assignments.annotate(tag_key=nothing, tag_value=nothing)
    values = [TagValue(F("series__tags"), Value(key)) for key in keys]
    present = [When(series__tags__has_key=key, then=Value(key)) for key in keys]
    first = Case(*present, default=nothing, output_field=models.TextField())
    return assignments.annotate(tag_key=first, tag_value=Coalesce(*values, nothing))


def first_day_of_series() -> "QuerySet[CostRecord, Any]":
    """The first day on which a series was ever billed: one probe of an index for each."""
    return CostRecord.objects.filter(series=OuterRef("series")).order_by("day").values("day")[:1]


def through_pools(run: Run, month: dt.date) -> list[UnallocatedRow]:
    """Shared cost that no split gave to a team."""
    lines = StatementLine.objects.filter(run=run, team=None).exclude(pool=None)
    sums = lines.values_list("reason", "service", "pool__name").annotate(Sum("amount")).order_by()
    return [
        UnallocatedRow(reason, "", "", "", "", service, "", pool, 0, month, amount)
        for reason, service, pool, amount in sums
    ]


def in_cents(run: Run, rows: Sequence[UnallocatedRow]) -> list[UnallocatedRow]:
    """The rows with cents that add up to the run's unallocated lines."""
    whole = StatementLine.objects.filter(run=run, team=None).aggregate(cents=Sum("cents"))["cents"] or Decimal(0)
    cents = round_to_cents([to_units(row.amount) for row in rows], int(whole * 100))
    return [replace(row, cents=from_cents(part)) for row, part in zip(rows, cents, strict=True)]
