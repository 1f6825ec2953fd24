"""Re-reads the whole audit log and names everything that is not as it was chained."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from chargeback import clock

from .chain import CANONICAL, NOTHING_BEFORE, Head, block_hash

FETCHED = 200
# So long may an entry wait for its block: the chain is made every few seconds while a worker is up.
PATIENCE = dt.timedelta(minutes=15)

BLOCKS = f"""
    SELECT b.number, b.version, b.made_at, b.previous, b.hash, b.entries, array_agg(e.id ORDER BY o.place),
           array_agg({CANONICAL} ORDER BY o.place)
    FROM audit_block b
    LEFT JOIN LATERAL unnest(b.entries) WITH ORDINALITY o (id, place) ON true
    LEFT JOIN audit_entry e ON e.id = o.id
    WHERE b.number > %s GROUP BY b.number ORDER BY b.number LIMIT {FETCHED}
"""  # noqa: S608 our own words
OUTSIDE = """
    SELECT e.id, e.at FROM audit_entry e LEFT JOIN (SELECT unnest(entries) AS id FROM audit_block) b USING (id)
    WHERE b.id IS NULL ORDER BY e.id
"""
TWICE = "SELECT id FROM (SELECT unnest(entries) AS id FROM audit_block) b GROUP BY id HAVING count(*) > 1 ORDER BY id"
EVENT_TABLES = """
    SELECT relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE tgfoid = 'audit_events'::regproc ORDER BY relname
"""
EVENTS_APART = """
    SELECT '{table}' AS name, e.id, e.event, v.pgh_id
    FROM (SELECT * FROM audit_entry WHERE subject = '{table}' AND event IS NOT NULL) e
    FULL JOIN {table} v ON v.pgh_id = e.event
    WHERE e.id IS NULL OR v.pgh_id IS NULL OR audit_digest(to_jsonb(v), e.event_columns) <> e.event_digest
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read, the newest block, and one sentence for everything that is wrong. `waiting`: not chained yet."""

    blocks: int
    entries: int
    waiting: int
    head: Head | None
    problems: tuple[str, ...]


@transaction.atomic
def verify(now: dt.datetime, witnesses: Sequence[Head] = ()) -> Verification:
    """Checks every block, entry and event, and that the log holds every head that was printed.

    `witnesses` are further heads, kept elsewhere. Any of them tells when the end of the log was cut off.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SET LOCAL jit = off")  # compiling would take longer than reading
    problems: list[str] = []
    seen: dict[int, str] = {}
    previous, entries = NOTHING_BEFORE, 0
    for number, version, made_at, named, sealed, ids, found, texts in blocks():
        problems += block_problems(number, len(seen) + 1, named, previous, ids, found)
        if block_hash(named, number, made_at, version, [text for text in texts if text]) != sealed:
            problems.append(f"Block {number}: its content is not the one it was sealed with.")
        seen[number], previous, entries = sealed, sealed, entries + len(ids)
    outside = rows(OUTSIDE)
    problems += [f"Entry {pk} of {at:%Y-%m-%d %H:%M} is in no block." for pk, at in outside if now - at > PATIENCE]
    problems += [f"Entry {pk} is in two blocks." for (pk,) in rows(TWICE)]
    problems += event_problems()
    problems += witness_problems(seen, sorted({*printed_heads(), *witnesses}))
    head = Head(number=max(seen), hash=previous) if seen else None
    return Verification(len(seen), entries, len(outside), head, tuple(problems))


def log_problems() -> tuple[str, ...]:
    """For `manage.py verify`: what is wrong with the audit log."""
    return verify(clock.now()).problems


def blocks() -> Iterator[tuple]:  # type: ignore[type-arg]
    """All blocks with their entries, in order."""
    last = -(2**62)
    while page := rows(BLOCKS, [last]):
        yield from page
        last = page[-1][0]


def block_problems(
    number: int, expected: int, named: str, previous: str, ids: Sequence[int], found: Sequence[int | None]
) -> Iterable[str]:
    if number != expected:
        yield f"Block {number} stands where block {expected} should: blocks are missing."
    if named != previous:
        yield f"Block {number} does not follow the block before it."
    for pk, there in zip(ids, found, strict=False):
        if there is None:
            yield f"Entry {pk} of block {number} is gone."


def printed_heads() -> Iterable[Head]:
    """The heads on everything that the portal has issued. Each app that prints them is named in the settings."""
    for path in settings.AUDIT_WITNESSES:
        yield from import_string(path)()


def event_problems() -> Iterable[str]:
    """Events of the rulebook's history against the digests that their entries hold."""
    queries = [EVENTS_APART.format(table=table) for (table,) in rows(EVENT_TABLES)]
    for table, entry, named, event in rows(" UNION ALL ".join(queries)):
        if entry is None:
            yield f"{table}: event {event} came in past the log."
        elif event is None:
            yield f"{table}: event {named} of entry {entry} is gone."
        else:
            yield f"{table}: event {event} is not the one that entry {entry} saw."


def witness_problems(seen: dict[int, str], witnesses: Sequence[Head]) -> Iterable[str]:
    for witness in witnesses:
        if witness.number not in seen:
            yield f"Block {witness.number}, which a printed head names, is not there: the end of the log was cut off."
        elif seen[witness.number] != witness.hash:
            yield f"Block {witness.number} is not the one that a printed head names: the log was written anew."


def rows(query: str, values: Sequence[Any] = ()) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        return list(cursor.fetchall())
