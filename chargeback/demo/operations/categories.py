"""ListCostCategoryDefinitions and DescribeCostCategoryDefinition: the payer's own rules, as AWS keeps them."""

from collections.abc import Mapping
from typing import Any

from ..bill import Bill
from ..cost_categories import CostCategory
from ..errors import CostExplorerError, missing
from .costs import stamp
from .lists import page_of

Body = Mapping[str, Any]
Json = dict[str, Any]
APPLIED = [{"Component": "COST_EXPLORER", "Status": "APPLIED"}]


def list_cost_category_definitions(bill: Bill, body: Body) -> Json:
    shown, token = page_of(body, _categories(bill), "NextToken", default=100, most=100)
    references = [_reference(bill, category) for category in shown]
    return {"CostCategoryReferences": references, **({"NextToken": token} if token else {})}


def describe_cost_category_definition(bill: Bill, body: Body) -> Json:
    arn = body.get("CostCategoryArn")
    if not arn:
        raise missing("costCategoryArn")
    for category in _categories(bill):
        if category.arn == arn:
            return {"CostCategory": _definition(bill, category)}
    raise CostExplorerError("ResourceNotFoundException", "No Cost Categories found with the specified ARN.")


def _categories(bill: Bill) -> list[CostCategory]:
    known = bill.ledger.table.categories
    return [known[name] for name in sorted(known) if isinstance(known[name], CostCategory)]  # type: ignore[misc]


def _reference(bill: Bill, category: CostCategory) -> Json:
    return {
        "CostCategoryArn": category.arn,
        "Name": category.name,
        "EffectiveStart": _start(bill),
        "NumberOfRules": len(category.rules),
        "ProcessingStatus": APPLIED,
        "Values": category.values(),
        **({"DefaultValue": category.default} if category.default else {}),
    }


def _definition(bill: Bill, category: CostCategory) -> Json:
    splits = [
        {"Source": split.source, "Targets": split.targets, "Method": split.method} for split in category.split_charges
    ]
    return {
        "CostCategoryArn": category.arn,
        "Name": category.name,
        "EffectiveStart": _start(bill),
        "RuleVersion": "CostCategoryExpression.v1",
        "Rules": [{"Value": value, "Rule": rule, "Type": "REGULAR"} for value, rule in category.rules],
        "ProcessingStatus": APPLIED,
        **({"SplitChargeRules": splits} if splits else {}),
        **({"DefaultValue": category.default} if category.default else {}),
    }


def _start(bill: Bill) -> str:
    """The categories are as old as the bill."""
    return stamp(min(bill.ledger.days, default=bill.today))
