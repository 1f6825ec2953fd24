"""A header -> which column is the cost, the day, a dimension, a tag, a metric. FOCUS 1.0 to 1.3, by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from allocation.engine.costs import COST_CATEGORY, TAG
from allocation.engine.rulebook import Rulebook

from .refusals import FocusError

COSTS = {"billed": "BilledCost", "effective": "EffectiveCost"}
DAY, CURRENCY, TAGS = "ChargePeriodStart", "BillingCurrency", "Tags"
# For each dimension of a rulebook the columns it is read from; the first that is filled counts.
CATEGORIES = "x_CostCategories"  # where AWS puts cost categories in its FOCUS export: a JSON object, as for tags
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "service": ("ServiceName",),
    "account": ("SubAccountId",),
    "account_name": ("SubAccountName",),
    "region": ("RegionId",),
    "charge_category": ("ChargeCategory",),
    "record_type": ("x_RecordType",),
    "source": ("x_Source",),
    "provider": ("ServiceProviderName", "ProviderName"),
    "resource": ("ResourceId",),
    "usage_type": ("x_UsageType", "SkuMeter"),
}
# What is split together with the cost. Unit prices stay as they are.
METRICS = (
    "BilledCost",
    "EffectiveCost",
    "ListCost",
    "ContractedCost",
    "ConsumedQuantity",
    "PricingQuantity",
    "PricingCurrencyEffectiveCost",
    "CommitmentDiscountQuantity",
)
TAG_HEADERS = ("Tag_{}", "Tags.{}", "Tags/{}", "{}")


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of columns. `dimensions` and `tag_keys` are those that the rulebook asks for, sorted.

    `tag_columns` are the tags that have a column of their own.
    """

    header: tuple[str, ...]
    cost: int
    day: int
    currency: int | None
    tags: int | None
    dimensions: Mapping[str, tuple[int, ...]]
    tag_keys: tuple[str, ...]
    tag_columns: Mapping[str, int]
    metrics: tuple[int, ...]

    @property
    def cost_name(self) -> str:
        return self.header[self.cost]


def layout_of(header: Sequence[str], rulebook: Rulebook, basis: str, tag_column: str | None) -> Layout:
    """The layout of a file. Case does not matter in headers. Raises FocusError for what is missing or stands twice."""
    place = places_of(header)
    keys = [one.removeprefix(TAG) for one in asked_for(rulebook) if one.startswith(TAG)]
    plain = [one for one in asked_for(rulebook) if not one.startswith(TAG)]
    return Layout(
        header=tuple(header),
        cost=needed(place, header, COSTS[basis]),
        day=needed(place, header, DAY),
        currency=place.get(CURRENCY.casefold()),
        tags=place.get(TAGS.casefold()),
        dimensions={one: found(place, columns_of(one)) for one in plain},
        tag_keys=tuple(keys),
        tag_columns=tag_columns(place, header, keys) | project_column(place, header, rulebook, tag_column),
        metrics=found(place, METRICS),
    )


def columns_of(dimension: str) -> tuple[str, ...]:
    """The columns that a dimension is read from; a file has none for product attributes."""
    return (CATEGORIES,) if dimension.startswith(COST_CATEGORY) else DIMENSIONS.get(dimension, ())


def asked_for(rulebook: Rulebook) -> tuple[str, ...]:
    """The dimensions that decide anything, sorted: those of rules and project tags, and what every charge shows."""
    asked = {condition.dimension for rule in rulebook.rules for condition in rule.conditions}
    return tuple(sorted(asked | {"service", "record_type"} | {TAG + key for key in rulebook.tag_keys}))


def places_of(header: Sequence[str]) -> dict[str, int]:
    """The position of each name, whatever its case."""
    place: dict[str, int] = {}
    for position, name in enumerate(header):
        if name and place.setdefault(name.strip().casefold(), position) != position:
            raise FocusError(f"The column {name} stands twice in the header; remove or rename one.")
    return place


def needed(place: Mapping[str, int], header: Sequence[str], name: str) -> int:
    if name.casefold() in place:
        return place[name.casefold()]
    if len(header) == 1:
        raise FocusError(f"There is no column {name}; the header is one field only: separate columns by commas.")
    raise FocusError(f"There is no column {name}{similar(name, header)}.")


def similar(name: str, header: Iterable[str]) -> str:
    close = get_close_matches(name, list(header), n=1)
    return f"; did you mean {close[0]}? Rename it" if close else "; the file must have one"


def found(place: Mapping[str, int], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(place[name.casefold()] for name in names if name.casefold() in place)


def tag_columns(place: Mapping[str, int], header: Sequence[str], keys: Iterable[str]) -> dict[str, int]:
    """The plain column of each tag key that has one."""
    columns = {key: found(place, [form.format(key) for form in TAG_HEADERS]) for key in keys}
    return {key: positions[0] for key, positions in columns.items() if positions}


def project_column(
    place: Mapping[str, int], header: Sequence[str], rulebook: Rulebook, name: str | None
) -> dict[str, int]:
    """The column that was named as the one of the project tag."""
    if name is None:
        return {}
    if not rulebook.tag_keys:
        raise FocusError("The rulebook names no project tag, so there is no use for a tag column; add tag: to it.")
    return {rulebook.tag_keys[0]: needed(place, header, name)}
