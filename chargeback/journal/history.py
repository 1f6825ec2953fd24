"""Exports of journals as frozen values, newest first."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chargeback.billing.models import BillingPeriod

from .models import JournalExport
from .templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """One journal as it was given out. `file_name` is safe on every system."""

    pk: int
    number: str
    month: dt.date
    currency: str
    kind: str
    template: str
    file_name: str
    total: Decimal
    run: int
    at: dt.datetime
    by: str
    checksum: str


def exports_of(period: BillingPeriod) -> tuple[ExportFacts, ...]:
    rows = JournalExport.objects.filter(period=period).select_related("created_by", "period").defer("content")
    return tuple(map(export_facts, rows.order_by("-number")))


def export_facts(row: JournalExport) -> ExportFacts:
    by = row.created_by
    form = TEMPLATES.get(row.template)
    return ExportFacts(
        pk=row.pk,
        number=row.full_number,
        month=row.period.month,
        currency=row.period.currency,
        kind=row.kind,
        template=form.label if form else row.template,
        file_name=f"journal_{row.full_number}_{row.period.month:%Y-%m}_{row.template}.{row.file_kind}",
        total=row.total,
        run=row.run_id,
        at=row.created_at,
        by=(by.get_full_name() or by.get_username()) if by else "the command line",
        checksum=row.checksum,
    )
