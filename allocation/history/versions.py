"""Events -> the versions of a thing: who changed it, when, why, and what it said before and after."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .events import Event, Table

Rows = dict[Table, dict[int, Mapping[str, Any]]]
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words; empty for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One change of a thing. `what` is added, changed or removed; `change` is what it was done together with."""

    at: dt.datetime
    change: uuid.UUID | None
    what: str
    name: str
    fields: tuple[FieldChange, ...]


def versions(events: Iterable[Event], words: Callable[[Rows], Fields]) -> Iterator[Version]:
    """Oldest first. Rows that were written anew with the same content are no change and give no version."""
    rows: Rows = {}
    before: Fields = {}
    for (at, change), together in groupby(events, key=lambda event: (event.at, event.change)):
        for event in together:
            apply(event, rows)
        after = words(rows)
        if differing := tuple(field_changes(before, after)):
            what = "removed" if not after else "changed" if before else "added"
            yield Version(at, change, what, after.get("name") or before.get("name", ""), differing)
        before = after


def apply(event: Event, rows: Rows) -> None:
    table = rows.setdefault(event.table, {})
    if event.label == "delete":
        table.pop(event.row, None)
    else:
        table[event.row] = event.values


def field_changes(before: Fields, after: Fields) -> Iterator[FieldChange]:
    """The fields that differ, in the order in which they are told."""
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            yield FieldChange(name, was, now)
