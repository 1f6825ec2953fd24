"""A plan of an import -> what its page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allocation.readings.plan import Entry, Plan, Refused
from allocation.rulebook.to_yaml import decimal_text

MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    what: str
    driver: str
    month: str
    target: str
    old: str
    value: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How many rows of each kind, and the first of those that matter."""

    new: int
    changed: int
    unchanged: int
    refused: int
    lines: tuple[Line, ...]
    refusals: Sequence[Refused]

    @property
    def more_lines(self) -> int:
        return self.new + self.changed - len(self.lines)

    @property
    def more_refusals(self) -> int:
        return self.refused - len(self.refusals)


def preview_of(plan: Plan) -> Preview:
    lines = [*lines_of("changed", plan.changed), *lines_of("new", plan.new)]
    return Preview(
        len(plan.new),
        len(plan.changed),
        len(plan.unchanged),
        len(plan.refused),
        tuple(lines[:MOST]),
        plan.refused[:MOST],
    )


def lines_of(what: str, entries: Iterable[Entry]) -> list[Line]:
    return [
        Line(
            one.row,
            what,
            one.reading.driver,
            f"{one.reading.month:%Y-%m}",
            str(one.reading.target),
            "" if one.old is None else decimal_text(one.old),
            decimal_text(one.reading.value),
        )
        for one in entries
    ]
