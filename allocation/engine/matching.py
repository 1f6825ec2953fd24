"""Rules against series: for each rule the series for which all its conditions hold.

A rule starts from the series of its rarest values and tries its other conditions on those alone. Each condition is
tried once per distinct value: equal texts and beginnings are looked up in the sorted values; what has to be tried value
by value comes after them, regular expressions last, and only on the values of the series that are left.
"""

from collections.abc import Sequence

import numpy as np

from .columns import Column, Columns, Flags, Rows
from .conditions import holding, looked_up
from .rulebook import Condition, Operator


def rows_of(conditions: Sequence[Condition], columns: Columns) -> Rows:
    """The series for which all the conditions hold, in any order."""
    found, left = [], []
    for condition in conditions:
        column = columns[condition.dimension]
        flags = flags_of(condition, column)
        if flags is None:
            left.append((condition, column))
        else:
            found.append((int(column.counts[flags].sum()), column, flags))
    found.sort(key=lambda one: one[0])
    rows = found[0][1].rows(found[0][2]) if found else np.arange(len(columns))
    for _, column, flags in found[1:]:
        rows = rows[flags[column.codes[rows]]]
    for condition, column in sorted(left, key=lambda one: one[0].operator is Operator.REGEX):
        rows = tried(condition, column, rows)
    return rows


def flags_of(condition: Condition, column: Column) -> Flags | None:
    """Whether the condition holds, for each distinct value; None when it has to be tried on them."""
    lookup = looked_up(condition)
    if lookup is None:
        return None
    flags = np.zeros(len(column.values), dtype=bool)
    flags[[column.index[value] for value in lookup.values if value in column.index]] = True
    for beginning in lookup.beginnings:
        flags[column.beginning_with(beginning)] = True
    if "" in column.index and "" not in lookup.values:
        flags[column.index[""]] = False
    return ~flags if condition.negated else flags


def tried(condition: Condition, column: Column, rows: Rows) -> Rows:
    """Those of the series for which the condition holds; every value among them is tried once."""
    codes = column.codes[rows]
    holds = np.zeros(len(column.values), dtype=bool)
    holds[codes] = True
    needed = np.flatnonzero(holds)
    holds[needed] = holding(condition, [column.values[code] for code in needed.tolist()])
    return rows[holds[codes]]
