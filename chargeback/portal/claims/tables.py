"""The tables of claims, and of the unallocated cost that one means."""

from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.claims.figures import ClaimFacts

from .. import display
from ..access.claims import MonthRow
from ..tables import ONE_LINE, DayColumn, MoneyColumn, Table
from ..unallocated.tables import what


class ClaimsTable(Table):
    pk = tables.Column("Claim", linkify=lambda record: reverse("claim", args=[record.pk]))
    team_name = tables.Column("Team")
    what = tables.Column("What")
    since = DayColumn("From")
    state = tables.Column("State")
    raised_by = tables.Column("Raised by")
    raised_at = tables.Column("When", attrs=ONE_LINE)

    default_order = "-raised_at"

    def render_raised_at(self, record: ClaimFacts) -> str:
        return display.moment(record.raised_at)


def claims_table(claims: Sequence[ClaimFacts], query: QueryDict) -> ClaimsTable:
    return ClaimsTable(claims, "Claims, newest first", query, name="claims", empty_text="Nothing is claimed.")


class MeantTable(Table):
    month = tables.Column("Month", attrs=ONE_LINE)
    what = tables.Column("What", linkify=lambda record: record.get("url"))
    account = tables.Column("Account")
    service = tables.Column("Service")
    first_day = DayColumn("First seen")
    currency = tables.Column("Currency")
    amount = MoneyColumn("Amount")


def meant_table(found: Sequence[MonthRow], query: QueryDict) -> MeantTable:
    """Rows of several months and currencies, so they have no sum."""
    rows = [meant_row(one) for one in found]
    nothing = "No unallocated cost of these months is meant. It may be with somebody, or not billed any more."
    return MeantTable(rows, "Unallocated cost that is meant", query, name="meant", empty_text=nothing)


def meant_row(one: MonthRow) -> dict[str, str | Decimal | object]:
    row = one.row
    return {
        "month": display.short_month(one.month),
        "what": what(row),
        "account": f"{row.account_name} ({row.account})" if row.account_name else row.account,
        "service": row.service,
        "first_day": row.first_day,
        "currency": one.currency,
        "amount": row.cents,
        "url": f"{reverse('unallocated', args=[one.month])}?currency={one.currency}",
    }
