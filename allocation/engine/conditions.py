"""One condition of a rule as a test of one text.

An absent dimension is the empty text. It satisfies no condition on values, not even `*`, and every negated one.
"""

from collections.abc import Callable, Sequence

import re2

from .rulebook import Condition, Operator
from .services import billed_names

Test = Callable[[str], bool]

REGEX_LENGTH = 200
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


def test_of(condition: Condition) -> Test:
    """The test whether the condition holds for a value of its dimension."""
    holds = plain_test(condition)
    return (lambda text: not holds(text)) if condition.negated else holds


def plain_test(condition: Condition) -> Test:
    """The test without the negation."""
    values = condition.values
    match condition.operator:
        case Operator.ABSENT:
            return lambda text: not text
        case Operator.IS:
            return equality(billed_names(values) if condition.dimension == "service" else values)
        case Operator.PREFIX:
            return lambda text: bool(text) and text.startswith(values)
        case Operator.SUFFIX:
            return lambda text: bool(text) and text.endswith(values)
        case Operator.CONTAINS:
            return lambda text: bool(text) and any(value in text for value in values)
        case Operator.REGEX:
            return regex(values)


def equality(values: Sequence[str]) -> Test:
    """True for a text that is one of the values; `*` in a value stands for any run of characters."""
    exact = frozenset(value for value in values if "*" not in value)
    globs = [glob(value) for value in values if "*" in value]
    if not globs:
        return lambda text: bool(text) and text in exact
    return lambda text: bool(text) and (text in exact or any(matches(text) for matches in globs))


def glob(pattern: str) -> Test:
    """True for a text that the pattern describes; only `*` is special. Linear in the length of the text."""
    head, *middle, tail = pattern.split("*")

    def matches(text: str) -> bool:
        end = len(text) - len(tail)
        if end < len(head) or not text.startswith(head) or not text.endswith(tail):
            return False
        position = len(head)
        for piece in middle:
            position = text.find(piece, position, end)
            if position < 0:
                return False
            position += len(piece)
        return True

    return matches


def regex(patterns: Sequence[str]) -> Test:
    """True for a text in which one of the patterns is found. google-re2 needs time linear in the text."""
    searches = [search(pattern) for pattern in patterns]
    return lambda text: bool(text) and any(finds(text) for finds in searches)


def search(pattern: str) -> Test:
    """True for a text in which the pattern is found.

    Raises ValueError for a pattern that is too long or that RE2 does not understand.
    """
    if len(pattern) > REGEX_LENGTH:
        raise ValueError(f"a regular expression has at most {REGEX_LENGTH} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        detail = error.args[0]
        raise ValueError(detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)) from None
    return lambda text: compiled.search(text) is not None
