"""Entries -> blocks, each under a hash that covers the block before.

hash = SHA-256(version byte, previous hash (32 bytes), block: length and JSON, then each entry: length and JSON).
A length is 8 bytes, big-endian; JSON is PostgreSQL's own canonical jsonb text in UTF-8, written by CANONICAL, in UTC.
One process chains, under an advisory lock, so nobody who writes an entry ever waits for the chain.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from .models import Block

VERSION = 1
NOTHING_BEFORE = "0" * 64
LARGEST_BLOCK = 1000
# Entries are looked for from so long before the newest block: no transaction may stay open longer than this.
LONGEST_TRANSACTION = dt.timedelta(days=1)
LOCK = "audit chain"
PRINTED = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")

CANONICAL = """
    jsonb_build_array(e.id, e.at, e.actor, e."user", e.door, e.reason, e.action, e.subject, e."row", e.old, e.new,
                      e.event, e.event_digest, e.event_columns)::text
"""
UNCHAINED = f"""
    SELECT e.id, {CANONICAL} FROM audit_entry e
    WHERE (%(since)s::timestamptz IS NULL OR e.at >= %(since)s) AND e.id NOT IN (
        SELECT unnest(entries) FROM audit_block WHERE %(since)s::timestamptz IS NULL OR made_at >= %(since)s
    ) ORDER BY e.id
"""  # noqa: S608 our own words


@dataclass(frozen=True, slots=True, order=True)
class Head:
    """The newest block: whoever has its number and hash can tell whether anything up to it was changed or cut off."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @property
    def is_there(self) -> bool:
        """Whether the log holds this very block: it goes when the end of the log is cut off or written anew."""
        return Block.objects.filter(number=self.number, hash=self.hash).exists()


def head_printed(text: str) -> Head | None:
    """The head that is written as NUMBER:HASH, as statements and journals print it; None for anything else."""
    found = PRINTED.fullmatch("".join(text.split()).lower())
    return Head(int(found[1]), found[2]) if found else None


def block_hash(previous: str, number: int, made_at: dt.datetime, version: int, entries: Iterable[str]) -> str:
    """The hash of a block whose entries are these canonical texts, in this order."""
    digest = hashlib.sha256(bytes([version]) + bytes.fromhex(previous))
    header = json.dumps({"made_at": made_at.astimezone(dt.UTC).isoformat(), "number": number}, sort_keys=True)
    for text in (header, *entries):
        content = text.encode()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def head() -> Head | None:
    """The newest block; None before the first."""
    newest = Block.objects.order_by("-number").values_list("number", "hash").first()
    return Head(*newest) if newest else None


@transaction.atomic
def chain(now: dt.datetime) -> int:
    """Every entry that is committed is in a block afterwards. Returns how many came in; 0 while another one chains."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        new = unchained(since_when())
    for start in range(0, len(new), LARGEST_BLOCK):
        append(new[start : start + LARGEST_BLOCK], now)
    return len(new)


def since_when() -> dt.datetime | None:
    """From when on there can be entries without a block."""
    made_at = Block.objects.order_by("-number").values_list("made_at", flat=True).first()
    return made_at - LONGEST_TRANSACTION if made_at else None


def unchained(since: dt.datetime | None) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(UNCHAINED, {"since": since})
        return list(cursor.fetchall())


def append(entries: Sequence[tuple[int, str]], now: dt.datetime) -> None:
    before = head()
    number, previous = (before.number + 1, before.hash) if before else (1, NOTHING_BEFORE)
    sealed = block_hash(previous, number, now, VERSION, [text for _, text in entries])
    Block.objects.create(
        number=number, version=VERSION, made_at=now, entries=[pk for pk, _ in entries], previous=previous, hash=sealed
    )
