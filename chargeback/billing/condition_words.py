"""Conditions of mapping rules in words, and what a cost series has to say to them."""

from allocation.engine.columns import TAG, value_of
from allocation.engine.costs import Series
from allocation.engine.rulebook import Condition, Operator

VERBS = {
    Operator.IS: ("is", "is not"),
    Operator.PREFIX: ("begins with", "does not begin with"),
    Operator.SUFFIX: ("ends with", "does not end with"),
    Operator.CONTAINS: ("contains", "does not contain"),
    Operator.REGEX: ("matches", "does not match"),
    Operator.ABSENT: ("is absent", "is present"),
}
ABSENT = "(none)"


def dimension_words(dimension: str) -> str:
    """For example "service" or "tag env"."""
    return f"tag {dimension.removeprefix(TAG)}" if dimension.startswith(TAG) else dimension.replace("_", " ")


def wanted_words(condition: Condition) -> str:
    """What the condition asks for, without its dimension, for example "is prod or live"."""
    verb = VERBS[condition.operator][condition.negated]
    return f"{verb} {' or '.join(condition.values)}".rstrip()


def found_words(condition: Condition, series: Series) -> str:
    """What the series has in that dimension."""
    return value_of(series, condition.dimension) or ABSENT
