"""The chain finds whatever is done to the log behind the portal's back: a thousand tamperings, all found."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from allocation.engine.rulebook import Rulebook
from chargeback.audit.chain import CANONICAL, Head, append, block_hash, chain, head
from chargeback.audit.models import Block, Entry
from chargeback.audit.recording import record
from chargeback.audit.verify import rows, verify
from chargeback.clock import now

TAMPERINGS = 1000
TEXTS = ("actor", "door", "reason", "action", "subject", '"row"', "event_digest")


@pytest.fixture
def log(company: Rulebook, ada: User) -> Head:
    """Some dozens of entries, of the rulebook's history and others, in blocks of different sizes."""
    chain(now())
    for size in (1, 3, 7, 2):
        for number in range(size):
            record(ada, "page", "export", "file", f"file-{size}-{number}.csv", {"rows": number})
        chain(now())
    newest = head()
    assert newest
    return newest


def test_an_untouched_log_is_found_good(log: Head) -> None:
    found = verify(now(), [log])
    assert found.problems == ()
    assert (found.head, found.blocks, found.waiting) == (log, 5, 0)
    assert found.entries == Entry.objects.count() > 30


def test_entries_wait_for_the_chain_and_are_named_when_it_does_not_come(log: Head, ada: User) -> None:
    record(ada, "page", "export", "file", "late.csv")
    assert verify(now()).problems == ()
    assert verify(now()).waiting == 1
    assert "is in no block" in verify(now() + dt.timedelta(hours=1)).problems[0]
    assert chain(now()) == 1
    assert chain(now()) == 0


def test_the_hash_is_over_length_version_and_order() -> None:
    when = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    hashes = {
        block_hash("00" * 32, 1, when, 1, ["ab", "c"]),
        block_hash("00" * 32, 1, when, 1, ["a", "bc"]),
        block_hash("00" * 32, 1, when, 1, ["c", "ab"]),
        block_hash("00" * 32, 2, when, 1, ["ab", "c"]),
        block_hash("00" * 32, 1, when, 2, ["ab", "c"]),
        block_hash("11" * 32, 1, when, 1, ["ab", "c"]),
    }
    assert len(hashes) == 6


def test_a_second_chainer_does_nothing_while_one_is_at_work(ada: User) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('audit chain', 0))")
        assert chain(now()) == 0
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('audit chain', 0))")
    finally:
        other.close()
    assert chain(now()) > 0


@contextmanager
def undone() -> Iterator[None]:
    """All that is done inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def switch_triggers_off() -> None:
    """As the owner of the tables may."""
    for table in (
        "audit_entry",
        "audit_block",
        *(f"allocation_{one}event" for one in ("team", "project", "membership")),
    ):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def an_entry(chance: random.Random) -> int:
    return chance.choice(list(Entry.objects.values_list("pk", flat=True)))


def edit(chance: random.Random) -> None:
    sql(f"UPDATE audit_entry SET {(column := chance.choice(TEXTS))} = {column} || 'x' WHERE id = %s", an_entry(chance))


def edit_values(chance: random.Random) -> None:
    sql("""UPDATE audit_entry SET new = '{"rows": "0"}', old = '[]' WHERE id = %s""", an_entry(chance))


def edit_time(chance: random.Random) -> None:
    sql("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE id = %s", an_entry(chance))


def delete(chance: random.Random) -> None:
    sql("DELETE FROM audit_entry WHERE id = %s", an_entry(chance))


def swap(chance: random.Random) -> None:
    one, other = chance.sample(list(Entry.objects.values_list("pk", flat=True)), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        sql("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)


def slip_in(chance: random.Random) -> None:
    sql(
        'INSERT INTO audit_entry (at, actor, door, reason, action, subject, "row", event_digest) '
        "VALUES (now() - interval '2 days', 'ada', 'page', '', 'export', 'file', %s, '')",
        str(chance.random()),
    )


def cut_the_tail(chance: random.Random) -> None:
    kept = chance.randrange(Block.objects.count())
    gone = [pk for block in Block.objects.filter(number__gt=kept) for pk in block.entries]
    sql("DELETE FROM audit_block WHERE number > %s", kept)
    sql("DELETE FROM audit_entry WHERE id = ANY(%s)", gone)


def drop_a_block(chance: random.Random) -> None:
    block = Block.objects.get(number=chance.randint(1, Block.objects.count()))
    sql("DELETE FROM audit_block WHERE number = %s", block.number)
    sql("DELETE FROM audit_entry WHERE id = ANY(%s)", block.entries)


def reorder(chance: random.Random) -> None:
    block = chance.choice([one for one in Block.objects.all() if len(one.entries) > 1])
    sql("UPDATE audit_block SET entries = %s WHERE number = %s", list(reversed(block.entries)), block.number)


def forge_a_hash(chance: random.Random) -> None:
    number = chance.randint(1, Block.objects.count())
    sql("UPDATE audit_block SET hash = %s WHERE number = %s", chance.randbytes(32).hex(), number)


def edit_and_seal_anew(chance: random.Random) -> None:
    """The one that knows how the chain is made: everything from the block on is hashed again."""
    edit(chance)
    texts = dict(all_texts())
    blocks = list(Block.objects.order_by("number").values_list("entries", flat=True))
    sql("DELETE FROM audit_block")
    for entries in blocks:
        append([(pk, texts[pk]) for pk in entries], now())


def all_texts() -> list[tuple[int, str]]:
    return rows(f"SELECT e.id, {CANONICAL} FROM audit_entry e")


def edit_an_event(chance: random.Random) -> None:
    table = chance.choice(("allocation_teamevent", "allocation_projectevent"))
    sql(f"UPDATE {table} SET name = name || 'x' WHERE pgh_id = (SELECT min(pgh_id) FROM {table})")


def delete_an_event(chance: random.Random) -> None:
    sql("DELETE FROM allocation_membershipevent")
    sql("DELETE FROM allocation_teamevent WHERE pgh_id = (SELECT max(pgh_id) FROM allocation_teamevent)")


WAYS: tuple[Callable[[random.Random], None], ...] = (
    edit,
    edit_values,
    edit_time,
    delete,
    swap,
    slip_in,
    cut_the_tail,
    drop_a_block,
    reorder,
    forge_a_hash,
    edit_and_seal_anew,
    edit_an_event,
    delete_an_event,
)


@pytest.mark.long
def test_a_thousand_tamperings_are_all_found(log: Head) -> None:
    switch_triggers_off()
    chance = random.Random(20261128)
    missed = []
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        with undone():
            way(chance)
            if not verify(now(), [log]).problems:
                missed.append(way.__name__)
    assert missed == []
    assert verify(now(), [log]).problems == ()
