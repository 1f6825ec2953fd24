"""The dimensions of a bill: how each is grouped by, filtered by and read back from a group's key.

A dimension is written as one text: SERVICE, TAG:project, COST_CATEGORY:Division, PRODUCT_ATTRIBUTE:model. Its absent
value (no tag, no category) is the empty text.
"""

from collections.abc import Collection, Sequence
from typing import Any

from .batch import Breakdown

Json = dict[str, Any]

ACCOUNT, SERVICE, RECORD_TYPE, REGION, USAGE_TYPE = "LINKED_ACCOUNT", "SERVICE", "RECORD_TYPE", "REGION", "USAGE_TYPE"
TAG, COST_CATEGORY, PRODUCT = "TAG", "COST_CATEGORY", "PRODUCT_ATTRIBUTE"
FILTERS = {TAG: "Tags", COST_CATEGORY: "CostCategories", PRODUCT: "ProductAttributes"}
LONGEST = {SERVICE: 256, ACCOUNT: 64, RECORD_TYPE: 64, REGION: 64, USAGE_TYPE: 256}
# How AWS writes that a cost has no region and no usage type.
NOTHING = {REGION: "NoRegion", USAGE_TYPE: "NoUsageType"}
# What people call them.
NAMES = {
    ACCOUNT: "account",
    SERVICE: "service",
    RECORD_TYPE: "record type",
    REGION: "region",
    USAGE_TYPE: "usage type",
    TAG: "tag",
    COST_CATEGORY: "cost category",
    PRODUCT: "product attribute",
}

# Under UnblendedCost the negation cancels the covered usage, so all of these belong in one row, called Usage.
USAGE = "Usage"
KINDS_OF_USAGE = frozenset({"Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", "SavingsPlanNegation"})
CATEGORIES = {"Tax": "Tax", "Credit": "Credit", "Refund": "Adjustment", "Support": "Purchase"}


def dimensions_of(breakdown: Breakdown) -> tuple[str, ...]:
    """All dimensions of the breakdown but product attributes; account, service and record type come first."""
    return (
        ACCOUNT,
        SERVICE,
        RECORD_TYPE,
        *(f"{TAG}:{key}" for key in breakdown.tag_keys),
        *(f"{COST_CATEGORY}:{name}" for name in breakdown.cost_categories),
        *([REGION] if breakdown.by_region else []),
        *([USAGE_TYPE] if breakdown.by_usage_type else []),
    )


def products_of(breakdown: Breakdown) -> tuple[str, ...]:
    return tuple(f"{PRODUCT}:{key}" for key in breakdown.product_attributes)


def kind_of(dimension: str) -> str:
    """DIMENSION, TAG, COST_CATEGORY or PRODUCT_ATTRIBUTE."""
    return dimension.partition(":")[0] if ":" in dimension else "DIMENSION"


def key_of(dimension: str) -> str:
    """The key AWS knows the dimension by: of a tag, its key, which may hold a colon itself."""
    return dimension.partition(":")[2] or dimension


def name_of(dimension: str) -> str:
    """What people call the dimension: account, tag project."""
    kind = kind_of(dimension)
    return NAMES.get(dimension) or f"{NAMES[kind]} {key_of(dimension)}"


def grouping(dimension: str) -> Json:
    """The dimension in GroupBy."""
    return {"Type": kind_of(dimension), "Key": key_of(dimension)}


def one_of(dimension: str, values: Collection[str]) -> Json:
    """The filter for costs that have one of the values; the empty text among them stands for none."""
    given = sorted(value for value in values if value or kind_of(dimension) == "DIMENSION")
    if kind_of(dimension) == "DIMENSION":
        return {"Dimensions": {"Key": dimension, "Values": raw_values(dimension, given)}}
    name, key = FILTERS[kind_of(dimension)], key_of(dimension)
    present = [{name: {"Key": key, "Values": given}}] if given else []
    absent = [{name: {"Key": key, "MatchOptions": ["ABSENT"]}}] if "" in values else []
    return joined("Or", present + absent)


def raw_values(dimension: str, values: Sequence[str]) -> list[str]:
    """The values as AWS knows them: all kinds of usage for Usage."""
    if dimension != RECORD_TYPE or USAGE not in values:
        return list(values)
    return sorted(KINDS_OF_USAGE.union(values))


def joined(operator: str, expressions: Sequence[Json]) -> Json:
    """The expressions joined by And or Or. AWS refuses either with less than two operands."""
    return expressions[0] if len(expressions) == 1 else {operator: list(expressions)}


def value_in(dimension: str, key: str) -> str | None:
    """The value that a group's key stands for, or None when the key is not one of the dimension.

    AWS writes `key$value`, and `key$` for no value. Keys and values may hold a `$`: only the known key is cut off.
    """
    if "\0" in key or len(key) > LONGEST.get(dimension, 1500):  # PostgreSQL keeps no NUL character
        return None
    if kind_of(dimension) == "DIMENSION":
        return USAGE if dimension == RECORD_TYPE and key in KINDS_OF_USAGE else key
    prefix = f"{key_of(dimension)}$"
    return key.removeprefix(prefix) if key.startswith(prefix) else None


def charge_category(record_type: str) -> str:
    """FOCUS ChargeCategory of an AWS record type. AWS adds types: unknown fees and discounts are known by their end."""
    if record_type.endswith("Fee"):
        return "Purchase"
    if record_type.endswith("Discount"):
        return "Adjustment"
    return CATEGORIES.get(record_type, "Usage")
