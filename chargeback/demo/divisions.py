"""The demo company's cost category: which division of the house a cost belongs to."""

from typing import Any

from .company import PAYER, PROJECTS, ROBOTICS, SHARED, TAG_KEY, TEAM_OF, Account
from .cost_categories import CostCategory, SplitCharge

DIVISIONS = {
    "Shipping": ("Booking", "Tracking", "Customs", "Pricing", "Payments", "Partners"),
    "Operations": ("Fleet", "Warehouse"),
    "Digital": ("Web", "Mobile", "Internal"),
    "Data": ("Data",),
}


def _of_projects(teams: tuple[str, ...]) -> dict[str, Any]:
    """Costs tagged with a project of the teams, in any spelling that somebody uses."""
    known = [project for project in PROJECTS if TEAM_OF[project.slug] in teams]
    return {"Tags": {"Key": TAG_KEY, "Values": [name for each in known for name in (each.slug, *each.misspelt)]}}


def _in_accounts(*accounts: Account) -> dict[str, Any]:
    return {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": [account.number for account in accounts]}}


DIVISION = CostCategory(
    name="Division",
    arn=f"arn:aws:ce::{PAYER.number}:costcategory/6f6a2c1e-5d0b-4a55-9d9b-b1a8f5d40c11",
    rules=(
        *((division, _of_projects(teams)) for division, teams in DIVISIONS.items()),
        ("Operations", _in_accounts(ROBOTICS)),
        ("Shared", _in_accounts(SHARED, PAYER)),
    ),
    default="Unassigned",
    split_charges=(SplitCharge("Shared", tuple(DIVISIONS)),),
)
