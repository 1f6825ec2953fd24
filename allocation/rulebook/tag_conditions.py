"""Conditions on exactly some values of a tag or another dimension, whatever signs are in them."""

from collections.abc import Container, Sequence

import re2

from allocation.engine.rulebook import Condition, Operator


def first_present(
    tag_keys: Sequence[str], key: str, values: tuple[str, ...], folded: Container[str]
) -> tuple[Condition, ...]:
    """Conditions that say: the first of the tag keys that is present is `key`, and it has one of the values."""
    before = tag_keys[: tag_keys.index(key)] if key in tag_keys else ()
    absent = (Condition(f"tags.{one}", Operator.ABSENT) for one in before)
    return (*absent, has_one_of(f"tags.{key}", values, key in folded))


def has_one_of(dimension: str, values: tuple[str, ...], any_case: bool = False) -> Condition:
    """The condition that the dimension has one of the values, a tag as the project tag itself would be read."""
    if any_case:
        return Condition(dimension, Operator.REGEX, tuple(rf"(?i)^\s*{re2.escape(value)}\s*$" for value in values))
    if any("*" in value for value in values):  # which a plain condition would take for anything
        return Condition(dimension, Operator.REGEX, tuple(f"^{re2.escape(value)}$" for value in values))
    return Condition(dimension, Operator.IS, values)
