"""The table of disputes."""

from collections.abc import Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.disputes.figures import DisputeFacts

from .. import display
from ..tables import ONE_LINE, MoneyColumn, Table


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
