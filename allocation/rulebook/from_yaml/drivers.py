"""`drivers:` of the file -> drivers with their readings."""

import datetime as dt
import re
from collections.abc import Iterator

from allocation.engine.rulebook import Driver, Reading

from .entries import Entry
from .names import LONGEST_NAME, Names
from .teams import optional_text

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
LONGEST_UNIT = 40


def drivers_from(entries: dict[str, Entry], drivers: dict[str, str]) -> tuple[Driver, ...]:
    return tuple(driver(key, entry, drivers[key]) for key, entry in entries.items() if key in drivers)


def driver(key: str, entry: Entry, slug: str) -> Driver:
    keys = entry.entries()
    name = optional_text(keys, "name", LONGEST_NAME) or entry.key(key).text(LONGEST_NAME)
    return Driver(slug, name, optional_text(keys, "unit", LONGEST_UNIT))


def readings_from(entries: dict[str, Entry], names: Names, drivers: dict[str, str]) -> tuple[Reading, ...]:
    """The readings of all drivers, month by month."""
    return tuple(
        reading
        for key, entry in entries.items()
        if key in drivers
        for month, values in entry.entries().items()
        if month not in ("name", "unit")
        for reading in readings_of(drivers[key], month, values, names)
    )


def readings_of(driver: str, month: str, entry: Entry, names: Names) -> Iterator[Reading]:
    if not MONTH.fullmatch(month):
        entry.refuse("unknown key; write name, unit or a month as YYYY-MM")
        return
    seen = set()
    for name, value in entry.entries().items():
        target = names.target(name, value)
        if target in seen:
            value.refuse("stands twice; write it once")
        elif target:
            seen.add(target)
            yield Reading(driver, dt.date.fromisoformat(f"{month}-01"), target, value.number())
