"""What was done together: who, when, why, and how many things of each kind it touched. Newest first."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from pghistory.models import Context

from allocation.models import EVENTS, Share, SplitRule

from .events import KINDS, Kind, Table, events_of, things_changed
from .names import Names
from .versions import Version, versions
from .words import fields_of

UNKNOWN = "not known (changed past the portal)"
PER_PAGE, MOST_THINGS = 50, 200


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change and why, as it was written down with it."""

    name: str
    reason: str


NOBODY = Author(UNKNOWN, "")


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction. `things` counts the things touched by kind; rows written anew with the same content count."""

    at: dt.datetime
    author: Author
    things: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThingChanged:
    """What one thing said before and after a change. `author` is who made it."""

    kind: str
    thing: int
    version: Version
    author: Author


def newest_changes(before: dt.datetime | None = None, many: int = PER_PAGE) -> list[Change]:
    """The newest changes, those before a moment only where one is given."""
    moments = newest_moments(before, many)
    counts: dict[tuple[dt.datetime, uuid.UUID | None], dict[str, int]] = {}
    for at, change, kind, count in counted(moments):
        counts.setdefault((at, change), {})[kind] = count
    authors = authors_of([change for _, change in counts])
    newest_first = sorted(counts, key=lambda key: (key[0], str(key[1])), reverse=True)
    return [Change(at, authors.get(change, NOBODY), counts[at, change]) for at, change in newest_first]


def newest_moments(before: dt.datetime | None, many: int) -> list[dt.datetime]:
    """The moments of the newest changes. Each table is read from its end only."""
    parts = " UNION ".join(
        f'(SELECT DISTINCT pgh_created_at FROM "{model._meta.db_table}" '  # noqa: S608 names of our own tables
        "WHERE %(before)s::timestamptz IS NULL OR pgh_created_at < %(before)s "
        "ORDER BY pgh_created_at DESC LIMIT %(many)s)"
        for model in EVENTS.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{parts} ORDER BY 1 DESC LIMIT %(many)s", {"before": before, "many": many})
        return [row[0] for row in cursor.fetchall()]


def counted(moments: Sequence[dt.datetime]) -> list[tuple[dt.datetime, uuid.UUID | None, str, int]]:
    """How many things of each kind were touched at each moment."""
    touched = " UNION ALL ".join(touched_in(kind, table) for kind in KINDS.values() for table in kind.tables)
    query = f"SELECT at, change, kind, count(DISTINCT thing) FROM ({touched}) touched GROUP BY 1, 2, 3"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, {"moments": list(moments)})
        return list(cursor.fetchall())


def touched_in(kind: Kind, table: Table) -> str:
    """SQL for the things of the kind that events of one of its tables touched."""
    thing = kind.parts.get(table, "pgh_obj_id")
    if table is Share:
        splits = EVENTS[SplitRule]._meta.db_table
        thing = f'(SELECT pool_id FROM "{splits}" split WHERE split.pgh_obj_id = event.split_rule_id LIMIT 1)'  # noqa: S608
    return (
        f"SELECT pgh_created_at AS at, pgh_context_id AS change, '{kind.name}' AS kind, {thing} AS thing "  # noqa: S608
        f'FROM "{EVENTS[table]._meta.db_table}" event WHERE pgh_created_at = ANY(%(moments)s)'
    )


def authors_of(changes: Sequence[uuid.UUID | None]) -> dict[uuid.UUID | None, Author]:
    known = Context.objects.filter(pk__in=[change for change in changes if change])
    return {one.pk: Author(one.metadata.get("author") or UNKNOWN, one.metadata.get("reason", "")) for one in known}


def history_of(kind: str, thing: int) -> list[ThingChanged]:
    """All versions of one thing, newest first; none when there never was one of that id."""
    return histories(kind, [thing])


def changed_at(at: dt.datetime) -> list[ThingChanged]:
    """What each thing said before and after the change at that moment, up to MOST_THINGS of a kind."""
    return [
        one
        for kind in KINDS.values()
        for one in histories(kind.name, sorted(things_changed(kind, at))[:MOST_THINGS])
        if one.version.at == at
    ]


def histories(kind: str, things: Sequence[int]) -> list[ThingChanged]:
    by_thing = events_of(KINDS[kind], things)
    names = Names(event for events in by_thing.values() for event in events)
    found = [
        (thing, version)
        for thing, events in by_thing.items()
        for version in versions(events, lambda rows: fields_of(kind, rows, names))
    ]
    authors = authors_of(list({version.change for _, version in found}))
    told = [ThingChanged(kind, thing, version, authors.get(version.change, NOBODY)) for thing, version in found]
    return sorted(told, key=lambda one: one.version.at, reverse=True)
