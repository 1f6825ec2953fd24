"""Rules against series: one bit per rule and series, set when all conditions of the rule hold.

Each condition is tried once per distinct value of its dimension. A costly one, or one on a dimension with very many
values, is tried last and only on the values of series for which all other conditions of its rule hold.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .bits import Bits, all_ones, clear, has_bit
from .columns import Column, Columns
from .conditions import test_of
from .rulebook import Condition, Operator, Rule

MANY_VALUES = 1000


def rules_that_hold(rules: Sequence[Rule], columns: Columns) -> Bits:
    """For each series one bit per rule, set when all conditions of the rule hold, whatever the day."""
    bits = all_ones(len(columns), len(rules))
    for dimension in sorted({condition.dimension for rule in rules for condition in rule.conditions}):
        values = columns[dimension]
        bits &= bits_of_values(rules, dimension, values)[values.codes]
    for number, rule in enumerate(rules):
        narrow(bits, number, rule, columns)
    return bits


def costly(condition: Condition, values: Column) -> bool:
    return condition.operator is Operator.REGEX or len(values.values) > MANY_VALUES


def bits_of_values(rules: Sequence[Rule], dimension: str, values: Column) -> Bits:
    """For each value of the dimension one bit per rule, cleared when a condition on it fails; costly ones not tried."""
    bits = all_ones(len(values.values), len(rules))
    failing: dict[Condition, NDArray[np.bool_]] = {}  # the same condition often stands in many rules
    for number, rule in enumerate(rules):
        for condition in rule.conditions:
            if condition.dimension == dimension and not costly(condition, values):
                if condition not in failing:
                    failing[condition] = ~holding(condition, values)
                clear(bits, number, failing[condition])
    return bits


def holding(condition: Condition, values: Column) -> NDArray[np.bool_]:
    """Whether the condition holds, for each distinct value."""
    return np.fromiter(map(test_of(condition), values.values), bool, len(values.values))


def narrow(bits: Bits, number: int, rule: Rule, columns: Columns) -> None:
    """Clears the rule's bit where one of its costly conditions fails; regular expressions, the costliest, come last."""
    for condition in sorted(rule.conditions, key=lambda one: one.operator is Operator.REGEX):
        values = columns[condition.dimension]
        if costly(condition, values):
            rows = np.flatnonzero(has_bit(bits, number))
            clear(bits, number, rows[~holding_for(condition, values, values.codes[rows])])


def holding_for(condition: Condition, values: Column, codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether the condition holds, for each of the codes; every value among them is tried once."""
    holds = np.zeros(len(values.values), dtype=bool)
    holds[codes] = True
    needed = np.flatnonzero(holds)
    test = test_of(condition)
    holds[needed] = [test(values.values[code]) for code in needed.tolist()]
    return holds[codes]
