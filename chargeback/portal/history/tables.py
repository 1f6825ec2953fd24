"""The table of changes."""

from collections.abc import Mapping, Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from allocation.history.changes import Change

from .. import display
from ..tables import ONE_LINE, Table


class ChangesTable(Table):
    at = tables.Column(
        "When", attrs=ONE_LINE, orderable=False, linkify=lambda record: reverse("history-change", args=[record.at])
    )
    author = tables.Column("Who", accessor="author__name", orderable=False)
    reason = tables.Column("Why", accessor="author__reason", orderable=False)
    things = tables.Column("What", orderable=False)

    def render_at(self, record: Change) -> str:
        return display.moment(record.at)

    def render_things(self, value: Mapping[str, int]) -> str:
        return ", ".join(counted(kind, count) for kind, count in sorted(value.items()))


def counted(kind: str, count: int) -> str:
    """For example "1 rule" or "3 projects"."""
    if kind == "options":
        return "options"
    return f"{display.count(count)} {kind}{'' if count == 1 else 's'}"


def changes_table(changes: Sequence[Change], query: QueryDict) -> ChangesTable:
    return ChangesTable(
        changes, "Changes, newest first", query, name="changes", empty_text="Nothing has been changed yet."
    )
