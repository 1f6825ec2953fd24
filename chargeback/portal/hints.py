"""What to do about unallocated cost, for each thing that can be missing, beside giving it to somebody right here."""

from dataclasses import dataclass

from allocation.engine.allocation import Reason


@dataclass(frozen=True, slots=True)
class Hint:
    """One sentence, and the page of the administration where it is done; no page where nothing is to be done there."""

    words: str
    page: str = ""
    label: str = ""


HINTS = {
    Reason.NO_TAG: Hint(
        "Nothing tells whose this is. Ask the account's people to set the project tag, or tick what is whose "
        "in the list of unallocated cost: it becomes a rule for the account and service.",
        "admin:allocation_mappingrule_add",
        "Add a mapping rule",
    ),
    Reason.UNKNOWN_VALUE: Hint(
        "The project tag has a value that no project knows: a typing error or a new project. "
        "Tick it in the list of unallocated cost and say whose it is; add a new project first.",
        "admin:allocation_project_changelist",
        "Open the projects",
    ),
    Reason.NO_RULE: Hint(
        "No mapping rule matches and no tag decides. Add a rule, at the end of the list if it is to catch the rest.",
        "admin:allocation_mappingrule_add",
        "Add a mapping rule",
    ),
    Reason.NO_TEAM: Hint(
        "The project belonged to no team on these days. Give it a team for them.",
        "admin:allocation_project_changelist",
        "Open the projects",
    ),
    Reason.TEAM_INACTIVE: Hint(
        "The team was not active on these days. Extend its span, or hand its projects to another team.",
        "admin:allocation_team_changelist",
        "Open the teams",
    ),
    Reason.NO_SPLIT: Hint(
        "The shared cost has no split rule for these days. Add one to the pool.",
        "admin:allocation_pool_changelist",
        "Open the pools",
    ),
    Reason.NOTHING_TO_SHARE_BY: Hint(
        "The split rule found nothing to share by: no direct cost, or no readings. Add readings, or choose a fallback.",
        "admin:allocation_pool_changelist",
        "Open the pools",
    ),
    Reason.NOT_IN_SCOPE: Hint(
        "These services are left out on purpose, by the list of services in the allocation options.",
        "admin:allocation_allocationoptions_changelist",
        "Open the options",
    ),
    Reason.ROUNDING: Hint("The provider's groups do not add up to its own total in the tenth decimal. Nothing to do."),
}


def hint_for(reason: str) -> Hint | None:
    """The hint for a reason as it is stored; None for one that is not known."""
    return next((hint for known, hint in HINTS.items() if known == reason), None)
