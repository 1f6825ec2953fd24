"""PostgreSQL advisory locks by name. A lock goes with its connection: a killed worker holds nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection


@contextmanager
def held(name: str) -> Iterator[bool]:
    """True inside the block when this connection got the lock, False when another one has it. Never waits."""
    mine = ask("pg_try_advisory_lock", name)
    try:
        yield mine
    finally:
        if mine:
            release(name)


def hold_until_commit(name: str) -> None:
    """Waits for the lock and keeps it until the transaction ends."""
    ask("pg_advisory_xact_lock", name)


def release(name: str) -> None:
    try:
        ask("pg_advisory_unlock", name)
    except (OperationalError, InterfaceError):
        connection.close()  # the session is gone, and the lock with it


def ask(function: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])
