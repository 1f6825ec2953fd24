"""What must hold at every moment: each day of each source is whole, of one version of the bill, and there once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, connection, transaction

from chargeback.costs.models import CostRecord, DailyControl

from .bills import amounts, version_of
from .tally import Tally


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a source as it is stored: AWS's total, the pull it is of, and the records with theirs."""

    source: int
    day: dt.date
    total: Decimal
    pull: int
    records: tuple[tuple[Decimal, int], ...]


def faults_of(days: Iterable[Day]) -> list[str]:
    """What is partial, mixed or doubled, in words."""
    versions: dict[int, set[int]] = {}
    found = []
    for day in days:
        version = version_of(day.total)
        versions.setdefault(day.pull, set()).add(version)
        if {pull for _, pull in day.records} - {day.pull}:
            found.append(f"{day.day}: records and total are of different pulls")
        if not version or sorted(amount for amount, _ in day.records) != amounts(version):
            found.append(f"{day.day}: the records are not those of any version of the bill")
    mixed = [pull for pull, seen in versions.items() if len(seen) > 1]
    return [*found, *(f"pull {pull} mixes versions {sorted(versions[pull])}" for pull in mixed)]


def look() -> list[Day]:
    """Everything that is stored, as of one moment."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        controls = list(DailyControl.objects.values_list("source_id", "day", "billed_cost", "pull_id"))
        stored = CostRecord.objects.values_list("series__source_id", "day", "billed_cost", "pull_id")
        return days_of(controls, list(stored))


Row = tuple[int, dt.date, Decimal, int]


def days_of(controls: Sequence[Row], stored: Sequence[Row]) -> list[Day]:
    """Days with their records. Records of days without a total are days that cost nothing, which no version's do."""
    records: dict[tuple[int, dt.date], list[tuple[Decimal, int]]] = {}
    for source, day, amount, pull in stored:
        records.setdefault((source, day), []).append((amount, pull))
    totals = {(source, day): (total, pull) for source, day, total, pull in controls}
    return [
        Day(*key, *totals.get(key, (Decimal(0), 0)), tuple(records.get(key, ()))) for key in sorted({*totals, *records})
    ]


class Watch:
    """Looks again and again until it is stopped. A database that is away is looked at later."""

    def __init__(self) -> None:
        self.looks = 0
        self.found: list[str] = []
        self.stopped = Event()
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join()

    def report(self, tally: Tally) -> None:
        """Enters what was seen since the last time."""
        looks, found = self.looks, self.found
        self.looks, self.found = 0, []
        tally.looks += looks
        tally.bad_states += len(found)
        tally.notes += sorted(set(found))[:5]

    def _run(self) -> None:
        while not self.stopped.wait(0.3):
            try:
                self.found += faults_of(look())
                self.looks += 1
            except (DatabaseError, InterfaceError):
                connection.close()
        connection.close()
