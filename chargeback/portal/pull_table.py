"""The last pulls with what they asked, found and cost."""

from collections.abc import Sequence

import django_tables2 as tables
from django.http import QueryDict

from chargeback.costs.models import Pull
from chargeback.sources.batch import dollars

from . import display
from .tables import ONE_LINE, MoneyColumn, NumberColumn, Table


class PullTable(Table):
    started_at = tables.Column("Started", attrs=ONE_LINE)
    source = tables.Column(accessor="source__name")
    start = tables.Column("Days", attrs=ONE_LINE)
    state = tables.Column("State")
    records = NumberColumn("Records")
    billed_cost = MoneyColumn("Billed")
    currency = tables.Column("Currency")
    requests = NumberColumn("Requests")
    dollars = MoneyColumn("Price USD", accessor="requests")
    error = tables.Column("What happened", orderable=False)

    default_order = "-started_at"

    def render_started_at(self, record: Pull) -> str:
        return display.moment(record.started_at)

    def render_start(self, record: Pull) -> str:
        return display.days(record.start, record.end)

    def render_records(self, value: int) -> str:
        return display.count(value)

    def render_dollars(self, record: Pull) -> str:
        return display.money(dollars(record.requests))


def pull_table(pulls: Sequence[Pull], query: QueryDict) -> PullTable:
    """Columns that would say the same in every row are left out."""
    empty = [] if any(pull.error for pull in pulls) else ["error"]
    if len({pull.source_id for pull in pulls}) == 1:
        empty.append("source")
    currencies, heads = {pull.currency for pull in pulls if pull.currency}, {}
    if len(currencies) == 1:
        empty.append("currency")
        heads["billed_cost"] = f"Billed {currencies.pop()}"
    nothing = "Nothing has been pulled yet."
    return PullTable(pulls, "Last pulls", query, heads=heads, empty_text=nothing, name="pulls", exclude=empty)
