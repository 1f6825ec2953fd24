"""The tables of disputes, and of what one moved."""

from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.disputes.figures import DisputeFacts, Half

from .. import display
from ..tables import ONE_LINE, MoneyColumn, SignedColumn, Table


class DisputesTable(Table):
    pk = tables.Column("Dispute", linkify=lambda record: reverse("dispute", args=[record.pk]))
    month = tables.Column("Month", attrs=ONE_LINE)
    team_name = tables.Column("Team")
    what = tables.Column("Of")
    amount = MoneyColumn("Amount")
    currency = tables.Column("Currency")
    state = tables.Column("State")
    raised_by = tables.Column("Raised by")
    raised_at = tables.Column("When", attrs=ONE_LINE)

    default_order = "-raised_at"

    def render_month(self, record: DisputeFacts) -> str:
        return display.short_month(record.month)

    def render_raised_at(self, record: DisputeFacts) -> str:
        return display.moment(record.raised_at)


def disputes_table(disputes: Sequence[DisputeFacts], query: QueryDict) -> DisputesTable:
    nothing = "Nothing is disputed. Open an amount of a statement and choose Dispute to ask about it."
    return DisputesTable(disputes, "Disputes, newest first", query, name="disputes", empty_text=nothing)


class HalvesTable(Table):
    team = tables.Column("Who")
    where = tables.Column("Of")
    amount = SignedColumn("Amount")
    state = tables.Column("State")
    statement = tables.Column("On statement", attrs=ONE_LINE)


def halves_table(halves: Sequence[Half], caption: str, currency: str, query: QueryDict) -> HalvesTable:
    """The credit and what is charged for it. Columns that say nothing yet are left out."""
    total = {"team": "Together", "amount": sum((half.amount for half in halves), Decimal("0.00"))}
    empty = [name for name in ("where", "state", "statement") if not any(getattr(half, name) for half in halves)]
    heads = {"amount": f"Amount {currency}"}
    return HalvesTable(halves, caption, query, closing=[total] if len(halves) > 1 else [], heads=heads,
                       name="halves", exclude=empty)  # fmt: skip
