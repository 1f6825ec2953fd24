"""The operations the simulator answers: request body -> response body, as plain dictionaries."""

from collections.abc import Callable, Mapping
from typing import Any

from ..bill import Bill
from .anomalies import get_anomalies
from .categories import describe_cost_category_definition, list_cost_category_definitions
from .costs import get_cost_and_usage
from .forecasts import get_cost_forecast
from .lookups import get_cost_categories, get_dimension_values, get_tags
from .tags import (
    list_cost_allocation_tag_backfill_history,
    list_cost_allocation_tags,
    start_cost_allocation_tag_backfill,
    update_cost_allocation_tags_status,
)

OPERATIONS: Mapping[str, Callable[[Bill, Mapping[str, Any]], dict[str, Any]]] = {
    "DescribeCostCategoryDefinition": describe_cost_category_definition,
    "GetAnomalies": get_anomalies,
    "GetCostAndUsage": get_cost_and_usage,
    "GetCostCategories": get_cost_categories,
    "GetCostForecast": get_cost_forecast,
    "GetDimensionValues": get_dimension_values,
    "GetTags": get_tags,
    "ListCostAllocationTagBackfillHistory": list_cost_allocation_tag_backfill_history,
    "ListCostAllocationTags": list_cost_allocation_tags,
    "ListCostCategoryDefinitions": list_cost_category_definitions,
    "StartCostAllocationTagBackfill": start_cost_allocation_tag_backfill,
    "UpdateCostAllocationTagsStatus": update_cost_allocation_tags_status,
}
# After these the bill shows other tags than before.
CHANGES_TAGS = frozenset({"StartCostAllocationTagBackfill", "UpdateCostAllocationTagsStatus"})
# Only the payer, or an account it has delegated this to, may look at or change tags.
PAYER_ONLY = frozenset(name for name in OPERATIONS if "CostAllocationTag" in name)
