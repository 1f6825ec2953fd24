"""One condition of a rule against texts.

An absent dimension is the empty text. It satisfies no condition on values, not even `*`, and every negated one.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import or_
from typing import NamedTuple

from .costs import ATTRIBUTES, TAG
from .lines import END, Lines, found_in
from .patterns import glob
from .rulebook import Condition, Operator
from .services import billed_names

DIMENSIONS = (
    "service",
    "account",
    "account_name",
    "region",
    "charge_category",
    "record_type",
    "source",
    "provider",
    "resource",
    "usage_type",
)
KEYED = (TAG, *ATTRIBUTES)  # what comes before the key of a tag, a cost category, a product attribute
ALL_DIMENSIONS = f"{', '.join(DIMENSIONS)}, tags.KEY, cost_category.NAME or product.KEY"


def is_dimension(text: str) -> bool:
    """Whether a condition can be on it."""
    return text in DIMENSIONS or (text.startswith(KEYED) and text not in KEYED)


class Lookup(NamedTuple):
    """What a condition describes, before it is turned round: whole values, and what other values begin with."""

    values: Sequence[str]
    beginnings: Sequence[str] = ()


def looked_up(condition: Condition) -> Lookup | None:
    """The values that the condition describes, or None when only a test of each value can tell."""
    values = condition.values
    match condition.operator:
        case Operator.ABSENT:
            return Lookup(("",))
        case Operator.PREFIX:
            return Lookup((), values)
        case Operator.IS:
            whole, globs = whole_and_globs(condition)
            if all(glob.find("*") == len(glob) - 1 for glob in globs):
                return Lookup([value for value in whole if value], [glob[:-1] for glob in globs])
    return None


def whole_and_globs(condition: Condition) -> tuple[list[str], list[str]]:
    """The values of a condition `is`: those to be equal to, and those in which `*` stands for any characters."""
    values = billed_names(condition.values) if condition.dimension == "service" else condition.values
    return [value for value in values if "*" not in value], [value for value in values if "*" in value]


def lines_described(condition: Condition, lines: Lines) -> Iterable[int] | None:
    """The lines that the condition describes, before it is turned round; None when each text has to be tried."""
    values = condition.values
    if not lines.hold or any(END in value or not value for value in values):
        return None
    match condition.operator:
        case Operator.SUFFIX:
            return chain.from_iterable(map(lines.ending_with, values))
        case Operator.CONTAINS:
            return chain.from_iterable(map(lines.containing, values))
        case Operator.REGEX:
            found = [lines.matching(value) for value in values]
            return None if None in found else chain.from_iterable(one or () for one in found)
    return None


def holding(condition: Condition, texts: Sequence[str]) -> list[bool]:
    """For each text whether the condition holds when it is the value of the dimension."""
    found = described(condition, texts)
    return [not one for one in found] if condition.negated else found


def described(condition: Condition, texts: Sequence[str]) -> list[bool]:
    """The same without the negation."""
    values = condition.values
    match condition.operator:
        case Operator.ABSENT:
            return [not text for text in texts]
        case Operator.IS:
            whole, globs = whole_and_globs(condition)
            exact = set(whole)
            return any_of(texts, [[text in exact for text in texts], *(list(map(glob(one), texts)) for one in globs)])
        case Operator.PREFIX:
            return [text.startswith(values) and text != "" for text in texts]
        case Operator.SUFFIX:
            return [text.endswith(values) and text != "" for text in texts]
        case Operator.CONTAINS:
            return any_of(texts, [[value in text for text in texts] for value in values])
        case Operator.REGEX:
            return any_of(texts, [found_in(value, texts) for value in values])


def any_of(texts: Sequence[str], found: Sequence[Sequence[bool]]) -> list[bool]:
    """For each text whether it is found in any way; the empty text never is."""
    some, *others = found
    for other in others:
        some = list(map(or_, some, other))
    return [one and text != "" for one, text in zip(some, texts, strict=True)] if "" in texts else list(some)
