"""A table and the rulebook -> what an import would do, row by row. Nothing is read from or written to the database."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from allocation.engine.names import Names, instead
from allocation.engine.rulebook import Kind, Reading, Rulebook, Target

from .cells import CellError, month_of, number_of
from .columns import KINDS, Columns, columns_of
from .upload import Table

Key = tuple[str, dt.date, Target]


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
    """Raises CellError."""
    slug = row.get("driver") or driver
    if driver and slug != driver:
        raise CellError(f"this is the import of {driver}; import {slug} from the list of readings.")
    refuse_unknown("driver", slug, names.drivers)
    target = target_of(row)
    refuse_unknown(target.kind.value, target.slug, names.targets[target.kind])
    month = month_of(row["month"])
    if not row["value"]:
        raise CellError("the value is missing; write 0 where nothing was used. A reading is deleted in its list.")
    return Reading(slug, month, target, number_of(row["value"], decimal_comma))


def target_of(row: dict[str, str]) -> Target:
    """What exactly one of the columns names. In `target` a kind and a colon stand before all but teams."""
    filled = [name for name in ("target", *KINDS) if row.get(name)]
    if len(filled) != 1:
        what = "nobody is named" if not filled else f"{' and '.join(filled)} are filled"
        raise CellError(f"{what}; write exactly one receiver, for example team:dev in the column target.")
    kind, colon, slug = row[filled[0]].rpartition(":") if filled[0] == "target" else (filled[0], ":", row[filled[0]])
    if colon and kind not in KINDS:
        raise CellError(f"{kind[:40]!r} is no kind of receiver; write team:, project: or pool: before the name.")
    return Target(Kind(kind or "team"), slug)


def refuse_unknown(kind: str, slug: str, known: set[str]) -> None:
    if not slug:
        raise CellError(f"the {kind} is missing.")
    if slug not in known:
        raise CellError(f"there is no {kind} {slug[:80]}; {instead(slug[:80], known)}")


def refuse_repeated(key: Key, seen: dict[Key, int]) -> None:
    if key in seen:
        driver, month, target = key
        raise CellError(f"{driver} of {target} in {month:%Y-%m} already stands in row {seen[key]}; keep one of them.")
