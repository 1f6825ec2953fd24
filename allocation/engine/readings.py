"""Readings of drivers: what a target measured in a month, or before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .rulebook import Reading, Target


@dataclass(frozen=True, slots=True)
class Found:
    """A reading that was found, and the month it is of."""

    value: Fraction
    month: dt.date


class Readings:
    """All readings, ready to be asked for the one of a month or the latest before it."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.by_target: dict[tuple[str, Target], dict[dt.date, Fraction]] = defaultdict(dict)
        for reading in readings:
            self.by_target[reading.driver, reading.target][reading.month] = reading.value

    def of(self, driver: str, target: Target, month: dt.date) -> Found | None:
        """The reading of exactly that month."""
        value = self.by_target.get((driver, target), {}).get(month)
        return None if value is None else Found(value, month)

    def any_of(self, driver: str, month: dt.date) -> bool:
        """True when any target has a reading of the driver for the month."""
        return any(name == driver and month in months for (name, _), months in self.by_target.items())

    def latest(self, driver: str, target: Target, month: dt.date) -> Found | None:
        """The reading of that month or else of the latest month before it."""
        months = self.by_target.get((driver, target), {})
        latest = max((one for one in months if one <= month), default=None)
        return None if latest is None else Found(months[latest], latest)

    def months_until(self, driver: str, month: dt.date) -> list[dt.date]:
        """The month, then those before it that have any reading of the driver, latest first."""
        earlier = {one for (name, _), months in self.by_target.items() if name == driver for one in months}
        return [month, *sorted((one for one in earlier if one < month), reverse=True)]
