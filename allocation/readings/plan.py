"""A table and the rulebook -> what an import would do, row by row. Nothing is read from or written to the database."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from allocation.engine.names import Names, instead
from allocation.engine.rulebook import Kind, Reading, Rulebook, Target

from .cells import CellError, month_of, number_of
from .columns import KINDS, Columns, columns_of
from .upload import Table

Key = tuple[str, dt.date, Target]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be stored. `old` is the value that the database has, None when it has none."""

    row: int
    reading: Reading
    old: Fraction | None


@dataclass(frozen=True, slots=True)
class Refused:
    row: int
    reason: str


@dataclass
class Plan:
    """What an import would do. With anything refused it does nothing. Readings that no row names stay."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.new or self.changed) and not self.refused


def plan_of(table: Table, rulebook: Rulebook, driver: str = "") -> Plan:
    """Every row with a value, by what would become of it. `driver` is meant where the table has no such column.

    Raises RefusedError when the header is not understood.
    """
    names, stored = Names(rulebook), {key_of(one): one.value for one in rulebook.readings}
    plan, seen = Plan(), dict[Key, int]()
    for number, row in filled_rows(table, driver):
        try:
            reading = reading_of(row, names, driver, table.decimal_comma)
            refuse_repeated(key_of(reading), seen)
        except CellError as error:
            plan.refused.append(Refused(number, str(error)))
            continue
        seen[key_of(reading)] = number
        file(plan, Entry(number, reading, stored.get(key_of(reading))))
    return plan


def filled_rows(table: Table, driver: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the header that say anything, numbered as in a spreadsheet, as texts by column."""
    top, columns = columns_of(table.rows, without_driver=bool(driver))
    for number, row in enumerate(table.rows[top + 1 :], start=top + 2):
        if any(cell.strip() for cell in row):
            yield number, named(row, columns)


def named(row: list[str], columns: Columns) -> dict[str, str]:
    return {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}


def key_of(reading: Reading) -> Key:
    return reading.driver, reading.month, reading.target


def file(plan: Plan, entry: Entry) -> None:
    if entry.old is None:
        plan.new.append(entry)
    elif entry.old == entry.reading.value:
        plan.unchanged.append(entry)
    else:
        plan.changed.append(entry)


def reading_of(row: dict[str, str], names: Names, driver: str, decimal_comma: bool) -> Reading:
    """Raises CellError with everything that is wrong in the row."""
    problems: list[str] = []
    slug = tried(problems, lambda: driver_of(row, names, driver))
    month = tried(problems, lambda: month_of(row["month"]))
    target = tried(problems, lambda: target_of(row, names))
    value = tried(problems, lambda: value_of(row, decimal_comma))
    if slug is None or month is None or target is None or value is None:
        raise CellError(" ".join(problems))
    return Reading(slug, month, target, value)


def tried(problems: list[str], read: Callable[[], T]) -> T | None:
    """What was read, or None with one more problem."""
    try:
        return read()
    except CellError as error:
        problems.append(str(error))
        return None


def driver_of(row: dict[str, str], names: Names, driver: str) -> str:
    slug = row.get("driver") or driver
    if driver and slug != driver:
        raise CellError(f"this is the import of {driver}; import {slug[:80]} from the list of readings.")
    return known("driver", slug, names.drivers)


def target_of(row: dict[str, str], names: Names) -> Target:
    """What exactly one of the columns names. In `target` a kind and a colon stand before all but teams."""
    filled = [name for name in ("target", *KINDS) if row.get(name)]
    if len(filled) != 1:
        what = "nobody is named" if not filled else f"{' and '.join(filled)} are filled"
        raise CellError(f"{what}; write exactly one receiver, for example team:dev in the column target.")
    column, text = filled[0], row[filled[0]]
    kind, _, slug = text.rpartition(":") if column == "target" else (column, ":", text)
    if kind and kind not in KINDS:
        raise CellError(f"{kind[:40]!r} is no kind of receiver; write team:, project: or pool: before the name.")
    target = Target(Kind(kind or "team"), slug)
    known(target.kind.value, slug, names.targets[target.kind])
    return target


def value_of(row: dict[str, str], decimal_comma: bool) -> Fraction:
    if not row["value"]:
        raise CellError("the value is missing; write 0 where nothing was used. A reading is deleted in its list.")
    return number_of(row["value"], decimal_comma)


def known(kind: str, slug: str, slugs: set[str]) -> str:
    if not slug:
        raise CellError(f"the {kind} is missing.")
    if slug not in slugs:
        raise CellError(f"there is no {kind} {slug[:80]}; {instead(slug[:80], slugs)}")
    return slug


def refuse_repeated(key: Key, seen: dict[Key, int]) -> None:
    if key in seen:
        driver, month, target = key
        raise CellError(f"{driver} of {target} in {month:%Y-%m} already stands in row {seen[key]}; keep one of them.")
