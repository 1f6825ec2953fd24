"""The table of audit entries."""

from collections.abc import Iterable, Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import format_html, format_html_join

from chargeback.audit.found import EntryFacts, FieldChange

from .. import display
from ..tables import ONE_LINE, WIDE, Table

SHOWN = 12
LONGEST = 160


class AuditTable(Table):
    at = tables.Column("When", attrs=ONE_LINE, orderable=False)
    actor = tables.Column("Who", orderable=False)
    what = tables.Column("What", accessor="action", orderable=False)
    fields = tables.Column("Before and after", orderable=False, attrs=WIDE, empty_values=())
    door = tables.Column("Door", orderable=False)
    reason = tables.Column("Why", orderable=False, attrs=WIDE)

    def render_at(self, record: EntryFacts) -> str:
        return display.moment(record.at)

    def render_what(self, record: EntryFacts) -> str:
        return f"{record.action} {record.subject} {record.row}".strip()

    def render_fields(self, value: Sequence[FieldChange]) -> str:
        more = f"... and {len(value) - SHOWN} more" if len(value) > SHOWN else ""
        return format_html("{}{}", format_html_join("", "<div>{}: {}</div>", lines(value[:SHOWN])), more)


def lines(fields: Iterable[FieldChange]) -> list[tuple[str, str]]:
    return [
        (field.name, f"{short(field.old)} → {short(field.new)}" if field.old else short(field.new)) for field in fields
    ]


def short(text: str) -> str:
    return display.NOTHING if not text else text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def audit_table(entries: Sequence[EntryFacts], query: QueryDict, is_asked: bool) -> AuditTable:
    nothing = "No entry matches; clear the filter to see all." if is_asked else "Nothing has been done yet."
    hidden = [] if any(entry.reason for entry in entries) else ["reason"]
    return AuditTable(entries, "Entries, newest first", query, name="audit", empty_text=nothing, exclude=hidden)
