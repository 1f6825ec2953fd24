"""Entries as frozen values, newest first, with the fields that changed by name, before and after."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from .models import Entry
from .subjects import named, subjects_called

PER_PAGE = 50
MOST_EXPORTED = 50_000
# Columns that hold the key of something, with the table and the column of its name.
NAMES = {
    "user_id": ("auth_user", "username"),
    "group_id": ("auth_group", "name"),
    "permission_id": ("auth_permission", "codename"),
    "team_id": ("allocation_team", "slug"),
    "project_id": ("allocation_project", "slug"),
    "pool_id": ("allocation_pool", "slug"),
    "owner_id": ("allocation_owner", "name"),
    "driver_id": ("allocation_driver", "slug"),
    "rule_id": ("allocation_mappingrule", "name"),
}
# The row an event saw, and the row as the event before it saw it.
EVENT_VALUES = """
    SELECT v.pgh_id, to_jsonb(v), (
        SELECT to_jsonb(before) FROM {table} before
        WHERE before.pgh_obj_id = v.pgh_obj_id AND before.pgh_id < v.pgh_id ORDER BY before.pgh_id DESC LIMIT 1
    ) FROM {table} v WHERE v.pgh_id = ANY(%s)
"""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """Which entries: by a person, about a subject (its word), an action, a door, on these days (UTC, both included).

    Empty: all. `before`: older than the entry of that id.
    """

    who: str = ""
    subject: str = ""
    action: str = ""
    door: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said before and after; empty where there was nothing."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EntryFacts:
    pk: int
    at: dt.datetime
    actor: str
    door: str
    reason: str
    action: str
    subject: str
    row: str
    fields: tuple[FieldChange, ...]
    is_of_rulebook: bool


def entries_found(asked: EntriesAsked, many: int = PER_PAGE) -> tuple[EntryFacts, ...]:
    """The newest `many` of the entries that are asked for."""
    entries = list(in_question(asked).order_by("-pk")[:many])
    values = {entry.pk: values_of(entry) for entry in entries if entry.event is None} | event_values(entries)
    names = names_in(values.values())
    return tuple(facts(entry, *values.get(entry.pk, ({}, {})), names) for entry in entries)


def in_question(asked: EntriesAsked) -> QuerySet[Entry]:
    found = Entry.objects.all()
    if asked.who:
        found = found.filter(actor__icontains=asked.who)
    if asked.subject:
        found = found.filter(subject__in=subjects_called(asked.subject))
    if asked.action:
        found = found.filter(action=asked.action)
    if asked.door:
        found = found.filter(door=asked.door)
    if asked.first:
        found = found.filter(at__date__gte=asked.first)
    if asked.last:
        found = found.filter(at__date__lte=asked.last)
    return found.filter(pk__lt=asked.before) if asked.before is not None else found


def values_of(entry: Entry) -> tuple[Values, Values]:
    return entry.old or {}, entry.new or {}


def event_values(entries: Iterable[Entry]) -> dict[int, tuple[Values, Values]]:
    """What the rulebook's history says of these entries' rows, before and after, by entry."""
    by_table: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        if entry.event is not None:
            by_table[entry.subject][entry.event] = entry
    found = {}
    for table, wanted in by_table.items():
        for event, row, before in seen_by_events(table, list(wanted)):
            entry = wanted[event]
            found[entry.pk] = (row, {}) if entry.action == "delete" else (before or {}, row)
    return found


def seen_by_events(table: str, events: Sequence[int]) -> list[tuple[int, Values, Values | None]]:
    with connection.cursor() as cursor:
        cursor.execute(EVENT_VALUES.format(table=connection.ops.quote_name(table)), [list(events)])
        return [(pk, json.loads(row), json.loads(old) if old else None) for pk, row, old in cursor.fetchall()]


def facts(entry: Entry, old: Values, new: Values, names: Mapping[tuple[str, Any], str]) -> EntryFacts:
    return EntryFacts(
        pk=entry.pk,
        at=entry.at,
        actor=entry.actor,
        door=entry.door,
        reason=entry.reason,
        action=entry.action,
        subject=named(entry.subject),
        row=entry.row,
        fields=tuple(field_changes(old, new, names)),
        is_of_rulebook=entry.event is not None,
    )


def field_changes(old: Values, new: Values, names: Mapping[tuple[str, Any], str]) -> Iterable[FieldChange]:
    """The fields in which old and new differ, by name; the row's own key and the history's columns are none."""
    for name in sorted({*old, *new}):
        if name != "id" and not name.startswith("pgh_") and old.get(name) != new.get(name):
            before, after = (said(name, values.get(name), names) for values in (old, new))
            if before != after:
                yield FieldChange(name.removesuffix("_id").replace("_", " "), before, after)


def said(name: str, value: Any, names: Mapping[tuple[str, Any], str]) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get((name, value)) or str(value) if isinstance(value, int | str) else str(value)


def names_in(values: Iterable[tuple[Values, Values]]) -> dict[tuple[str, Any], str]:
    """The names of what the values point to, as they are today; what is gone has none."""
    keys: dict[str, set[int]] = defaultdict(set)
    for both in values:
        for row in both:
            for name in NAMES.keys() & row.keys():
                if isinstance(row[name], int):
                    keys[name].add(row[name])
    return {found: text for name, wanted in keys.items() for found, text in looked_up(name, wanted)}


def looked_up(name: str, keys: Iterable[int]) -> list[tuple[tuple[str, int], str]]:
    table, column = NAMES[name]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE id = ANY(%s)", [list(keys)])  # noqa: S608 our own names
        return [((name, pk), text) for pk, text in cursor.fetchall()]
