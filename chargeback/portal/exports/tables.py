"""The table of files that were made in the background."""

import datetime as dt
from collections.abc import Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html

from chargeback.exports.history import ExportFacts

from .. import display
from ..tables import WIDE, DayColumn, NumberColumn, Table
from .words import STATES, link, title

NONE = "You have asked for no file. Long lists offer it where they would take too long to wait for."


class ExportsTable(Table):
    what = tables.Column("File", order_by=("what", "month"), attrs=WIDE)
    actions = tables.TemplateColumn(template_name="exports/actions.html", verbose_name="Do", orderable=False)
    state = tables.Column("State", attrs=WIDE)
    rows_written = NumberColumn("Rows", accessor="rows")
    size = NumberColumn("Size")
    run_id = NumberColumn("Run")
    created_at = tables.Column("Asked")
    expires_at = DayColumn("Kept until")

    default_order = "-created_at"

    def render_what(self, record: ExportFacts) -> str:
        return format_html('<a href="{}">{}</a>', link(record), title(record))

    def render_state(self, record: ExportFacts) -> str:
        return render_to_string("exports/state.html", {"export": record, "words": STATES[record.state]})

    def render_rows_written(self, value: int) -> str:
        return display.count(value)

    def render_size(self, value: int) -> str:
        return display.size(value)

    def render_created_at(self, value: dt.datetime) -> str:
        return display.moment(value)

    def render_expires_at(self, value: dt.datetime) -> str:
        return display.day(value.date())


def exports_table(exports: Sequence[ExportFacts], query: QueryDict) -> ExportsTable:
    return ExportsTable(exports, "Your exports", query, name="exports", empty_text=NONE)
