"""The state of the data in a few characters: with it a kept result says what it was made from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

STATE = "SELECT concat_ws('-', count(*), sum(number)) FROM datastate_change"
KNOWN: ContextVar[list[str] | None] = ContextVar("state of the data", default=None)


def data_state() -> str:
    """A text that is another one after anything was committed that pages show. It never comes back.

    Take it before what it stands for is read: a change between the two is then seen by the next request.
    """
    known = KNOWN.get()
    if known is None:
        return read_state()
    if not known:
        known.append(read_state())
    return known[0]


@contextmanager
def one_state() -> Iterator[None]:
    """Inside the block, which must change nothing, the state is asked for once."""
    token = KNOWN.set([])
    try:
        yield
    finally:
        KNOWN.reset(token)


def read_state() -> str:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return str(cursor.fetchone()[0])
