"""Conditions of mapping rules in words, and what a cost series has to say to them."""

from allocation.engine.columns import value_of
from allocation.engine.costs import TAG, Series
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
    """For example "service", "tag env" or "cost category Division"."""
    if dimension.startswith(TAG):
        return f"tag {dimension.removeprefix(TAG)}"
    head, dot, name = dimension.partition(".")
    return f"{head.replace('_', ' ')}{' ' if dot else ''}{name}"


def wanted_words(condition: Condition) -> str:
    """What the condition asks for, without its dimension, for example "is prod or live"."""
    verb = VERBS[condition.operator][condition.negated]
    return f"{verb} {' or '.join(condition.values)}".rstrip()


def found_words(condition: Condition, series: Series) -> str:
    """What the series has in that dimension."""
    return value_of(condition.dimension)(series) or ABSENT
