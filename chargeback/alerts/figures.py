"""What a digest says, as frozen values without any layout."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that needs attention: a sentence, and what to do about it."""

    sentence: str
    what_to_do: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Points about one subject. `more` counts those that are not listed; `page` is the URL name of where to look."""

    title: str
    points: tuple[Point, ...]
    more: int = 0
    page: str = "data"

    @property
    def count(self) -> int:
        return len(self.points) + self.more


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a day's digest tells; no section is empty."""

    day: dt.date
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections)
