"""What a source's bill is pulled apart by now: what the source allows, as far as the rulebook uses it. Pure.

Account, service, record type and the source's first tag key always; region, usage type and product attributes when
the source says so; further tag keys and cost categories only while a rule, or the project tag, reads them: each of
them is a loop of requests.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache

from allocation.engine.conditions import described
from allocation.engine.costs import COST_CATEGORY, TAG
from allocation.engine.rulebook import Condition, Operator, Rulebook
from chargeback.sources.batch import Breakdown

from .source_models import Source


def breakdown_of(source: Source, rulebook: Rulebook) -> Breakdown:
    """The breakdown for the next pull of the source."""
    used = dimensions_used(rulebook)
    return Breakdown(
        billed_metric=str(source.billed_metric),  # a new row has the choice itself, which is no plain text
        effective_metric=str(source.effective_metric),
        tag_keys=tuple(key for number, key in enumerate(source.tag_keys) if number == 0 or f"{TAG}{key}" in used),
        cost_categories=tuple(name for name in source.cost_categories if f"{COST_CATEGORY}{name}" in used),
        product_attributes=tuple(source.product_attributes),
        by_region=source.by_region,
        by_usage_type=source.by_usage_type,
        is_named=named_services(rulebook),
    )


def dimensions_used(rulebook: Rulebook) -> frozenset[str]:
    """What rules and the project tag read, for example service, tags.env, cost_category.Division."""
    read = {condition.dimension for condition in conditions(rulebook)}
    return frozenset(read | {f"{TAG}{key}" for key in rulebook.tag_keys})


def named_services(rulebook: Rulebook) -> Callable[[str], bool]:
    """Whether a rule, or the list of services in scope, tells this service from others."""
    scope = [Condition("service", Operator.IS, rulebook.services)] if rulebook.services else []
    named = {condition for condition in conditions(rulebook) if condition.operator is not Operator.ABSENT}
    on_service = [condition for condition in [*scope, *named] if condition.dimension == "service"]
    # Negated or not: what a condition describes it tells from all else.
    return cache(lambda service: any(described(condition, [service])[0] for condition in on_service))


def conditions(rulebook: Rulebook) -> Iterator[Condition]:
    return (condition for rule in rulebook.rules for condition in rule.conditions)


def fingerprint(breakdown: Breakdown) -> str:
    """SHA-256 of everything that decides what series a bill has, but for the services that are named."""
    parts = [
        breakdown.billed_metric,
        breakdown.effective_metric,
        breakdown.tag_keys,
        breakdown.cost_categories,
        breakdown.product_attributes,
        breakdown.by_region,
        breakdown.by_usage_type,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def in_words(breakdown: Breakdown) -> str:
    """For example: account, service, tag project, tag env, region."""
    words = ["account", "service", *(f"tag {key}" for key in breakdown.tag_keys)]
    words += [f"cost category {name}" for name in breakdown.cost_categories]
    words += [f"product attribute {key}" for key in breakdown.product_attributes]
    words += ["region"] * breakdown.by_region + ["usage type"] * breakdown.by_usage_type
    return ", ".join(words)
