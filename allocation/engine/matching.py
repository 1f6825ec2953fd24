"""Rules against series: for each rule the series for which all its conditions hold.

A rule starts from the series of its rarest values and tries its other conditions on those alone. Equal texts and
beginnings are looked up among the sorted values. What must be searched for comes after that, regular expressions last:
in all values of the column at once, or value by value where a rule has left only few series.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Column, Columns, Rows
from .conditions import holding, lines_described, looked_up
from .rulebook import Condition, Operator

AT_ONCE = 8  # times as many values are searched at once in the time in which others are tried one by one


@dataclass(frozen=True, slots=True)
class Found:
    """A condition as the codes of the values that it describes, and how many series satisfy it."""

    column: Column
    codes: list[int]
    negated: bool
    count: int

    def rows(self) -> Rows:
        """The series that satisfy the condition, in any order."""
        if not self.negated:
            return self.column.rows(self.codes)
        return np.flatnonzero(~self.column.flags(self.codes)[self.column.codes])

    def among(self, rows: Rows) -> Rows:
        """Those of the series that satisfy the condition."""
        described = self.column.flags(self.codes)[self.column.codes[rows]]
        return rows[~described if self.negated else described]


def rows_of(conditions: Sequence[Condition], columns: Columns) -> Rows:
    """The series for which all the conditions hold, in any order."""
    found: list[Found] = []
    left: list[Condition] = []
    for condition in conditions:
        one = columns.once(found_in, condition)
        found.append(one) if one else left.append(condition)
    found.sort(key=lambda one: one.count)
    rows = found[0].rows() if found else np.arange(len(columns))
    for other in found[1:]:
        rows = other.among(rows)
    for condition in sorted(left, key=lambda one: one.operator is Operator.REGEX):
        rows = tried(condition, columns[condition.dimension], rows)
    return rows


def found_in(columns: Columns, condition: Condition) -> Found | None:
    """The condition looked up; None when each value has to be tried."""
    column = columns[condition.dimension]
    lookup = looked_up(condition)
    if lookup is None:
        return None
    codes = {column.index[value] for value in lookup.values if value in column.index}
    for beginning in lookup.beginnings:
        codes.update(column.beginning_with(beginning))
    if "" not in lookup.values:  # the absent value begins with nothing
        codes.discard(column.index.get("", -1))
    count = column.count(codes)
    return Found(column, list(codes), condition.negated, len(column.codes) - count if condition.negated else count)


def tried(condition: Condition, column: Column, rows: Rows) -> Rows:
    """Those of the series for which the condition holds: tried on the values of the column or of these series."""
    codes = column.codes[rows]
    lines = lines_described(condition, column.lines) if len(column.values) <= AT_ONCE * len(rows) else None
    if lines is not None:
        holds = column.flags(list(lines))[codes] != condition.negated
    elif len(column.values) <= len(rows):
        holds = np.array(holding(condition, column.values), bool)[codes]
    else:
        holds = np.array(holding(condition, column.texts[codes].tolist()), bool)
    kept: Rows = rows[holds]
    return kept
