"""What admins edit: teams, owners, projects, mapping rules, pools and split rules, with their constraints."""

from .drafts import Draft
from .history import EVENTS
from .options import AllocationOptions
from .pools import Driver, Pool, Reading, Share, SplitRule
from .projects import Project, ProjectTag, Tenure
from .rules import MappingRule, RuleCondition
from .teams import Membership, Owner, Team, sees_all_teams

__all__ = [
    "EVENTS",
    "AllocationOptions",
    "Draft",
    "Driver",
    "MappingRule",
    "Membership",
    "Owner",
    "Pool",
    "Project",
    "ProjectTag",
    "Reading",
    "RuleCondition",
    "Share",
    "SplitRule",
    "Team",
    "Tenure",
    "sees_all_teams",
]
