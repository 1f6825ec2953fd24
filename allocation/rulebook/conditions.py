"""What a condition may say: the same check for the file and for the administration's form."""

from difflib import get_close_matches

from allocation.engine.conditions import ALL_DIMENSIONS, DIMENSIONS, is_dimension
from allocation.engine.patterns import search
from allocation.engine.rulebook import Operator

A_TAG = "tags.KEY with the tag's key, for example tags.env"
A_CATEGORY = "cost_category.NAME with the category's name, for example cost_category.Division"
A_PRODUCT = "product.KEY with the attribute's key, for example product.model"
KEYED = {"tags": A_TAG, "tag": A_TAG, "cost_category": A_CATEGORY, "product": A_PRODUCT}


def problem_of_dimension(dimension: str) -> str:
    """Why the text names no dimension, and what to write; empty when it does."""
    if is_dimension(dimension):
        return ""
    near = get_close_matches(dimension.partition(".")[0].lower(), [*DIMENSIONS, *KEYED], n=1)
    if near and near[0] in KEYED:
        return f"unknown dimension {dimension!r}; write {KEYED[near[0]]}"
    hint = f", did you mean {near[0]!r}?" if near else ""
    return f"unknown dimension {dimension!r}; write one of {ALL_DIMENSIONS}{hint}"


def problems_of_values(operator: str, values: tuple[str, ...]) -> list[str]:
    """Why the values do not go with the operator, and what to write."""
    if operator == Operator.ABSENT:
        return ["the condition 'is absent' has no values; remove them"] if values else []
    if not values:
        return ["write at least one value; for cost that has none, use 'is absent'"]
    if any(not value for value in values):
        return ["an empty value never matches; for cost that has none, use 'is absent'"]
    return [problem for value in values if operator == Operator.REGEX for problem in problems_of_regex(value)]


def problems_of_regex(pattern: str) -> list[str]:
    try:
        search(pattern)
    except ValueError as error:
        return [
            f"the regular expression {pattern[:60]!r} is not understood: {error}; see github.com/google/re2/wiki/Syntax"
        ]
    return []
