"""Making a file in the background: at most so many at a time, written whole, and only for who may still have it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, TypeVar

from django.db.models import F

from chargeback.jobs.locks import held
from chargeback.jobs.models import Job
from chargeback.jobs.queue import wake
from chargeback.jobs.work import NotYetError, Report

from . import folder
from .asking import JOB
from .models import Export

T = TypeVar("T")
PER_USER, IN_ALL = 2, 20
EACH = 1000  # rows between two looks at the job
PAUSE = dt.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: the name to take it away under, its rows, the run of its numbers, and who could have it."""

    file_name: str
    rows: int
    run_id: int
    saw_all_teams: bool


# Writes a file. Raises JobRefusedError where its user may not have it any more.
Write = Callable[[IO[bytes], Report], Made]


def make(export: Export, write: Write, clock: Callable[[], dt.datetime], report: Report) -> str:
    """The file is there, whole, and its row says so. A line about it. Raises NotYetError when too many are made now.

    Half of it never has its name; a job that was cancelled meanwhile leaves nothing.
    """
    with room(export.user_id) as there_is_room:
        if not there_is_room:
            raise NotYetError("waits for other exports to end", clock() + PAUSE)
        with folder.written(export.stored) as file:
            made = write(file, report)
            size = file.tell()
        keep(export, made, size, clock())
    wake_next(clock())
    return f"{made.rows:,} rows, {size:,} bytes"


@contextmanager
def room(user_id: int) -> Iterator[bool]:
    """True inside the block for at most PER_USER exports of a user and IN_ALL together, whatever happens to workers."""
    with ExitStack() as locks:
        yield taken(locks, f"exports of {user_id}", PER_USER) and taken(locks, "exports", IN_ALL)


def taken(locks: ExitStack, name: str, places: int) -> bool:
    """Takes one of the places, which go with the connection; False when all are taken."""
    return any(locks.enter_context(held(f"{name}:{place}")) for place in range(places))


def keep(export: Export, made: Made, size: int, now: dt.datetime) -> None:
    """Writes down what was made; a file whose export was deleted meanwhile is removed."""
    known = Export.objects.filter(pk=export.pk).update(
        file_name=made.file_name,
        size=size,
        rows=made.rows,
        run_id=made.run_id,
        saw_all_teams=made.saw_all_teams,
        made_at=now,
    )
    if not known:
        folder.remove(export.stored)


def wake_next(now: dt.datetime) -> None:
    """The export that has waited longest for a place need not wait any longer."""
    waiting = Job.objects.filter(kind=JOB, state=Job.State.QUEUED, created_at__lt=F("due_at"), error="")
    if job := waiting.order_by("created_at", "pk").first():
        wake(job, now)


def counted(rows: Iterable[T], total: int, report: Report) -> Iterator[T]:
    """The rows, while the job's progress tells how many are written. Raises JobCancelledError when it was cancelled."""
    report(0, total, f"0 of {total:,} rows")
    for number, row in enumerate(rows, 1):
        yield row
        if number % EACH == 0:
            report(number, total, f"{number:,} of {total:,} rows")
