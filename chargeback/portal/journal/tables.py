"""The lines of a journal, and the journals that were exported."""

from collections.abc import Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.journal.entries import Entry, Journal
from chargeback.journal.history import ExportFacts

from .. import display
from ..tables import ONE_LINE, WIDE, MoneyColumn, Table


class LinesTable(Table):
    account = tables.Column("Account", orderable=False)
    cost_centre = tables.Column("Cost centre", orderable=False)
    text = tables.Column("Text", orderable=False, attrs=WIDE)
    debit = MoneyColumn("Debit", orderable=False, empty_values=(None, 0))
    credit = MoneyColumn("Credit", orderable=False, empty_values=(None, 0))


def entry_table(entry: Entry, journal: Journal, query: QueryDict, name: str) -> LinesTable:
    total = {
        "account": "Total",
        "debit": sum(line.debit for line in entry.lines),
        "credit": sum(line.credit for line in entry.lines),
    }
    heads = {"debit": f"Debit {journal.currency}", "credit": f"Credit {journal.currency}"}
    caption = f"{entry.text}, {display.day(entry.day)}, {entry.reference}"
    return LinesTable(
        entry.lines, caption, query, closing=[total], heads=heads, name=name, empty_text="There is nothing to post."
    )


class ExportsTable(Table):
    number = tables.Column(
        "Number", linkify=lambda record: reverse("journal-file", args=[record.pk]), orderable=False, attrs=ONE_LINE
    )
    kind = tables.Column("Kind", orderable=False)
    template = tables.Column("For", orderable=False)
    total = MoneyColumn("Total", orderable=False)
    run = tables.Column("Run", orderable=False)
    at = tables.Column("When", orderable=False, attrs=ONE_LINE)
    by = tables.Column("Who", orderable=False)
    checksum = tables.Column("SHA-256", orderable=False)

    def render_at(self, record: ExportFacts) -> str:
        return display.moment(record.at)

    def render_checksum(self, value: str) -> str:
        return value[:12]


def exports_table(exports: Sequence[ExportFacts], query: QueryDict) -> ExportsTable:
    nothing = "No journal of this month was exported yet."
    return ExportsTable(exports, "Exported journals, newest first", query, name="exports", empty_text=nothing)
