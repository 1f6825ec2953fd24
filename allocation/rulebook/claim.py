"""What a team claims of the cost that is with nobody + whose it shall be -> the rulebook that says so, from a day on.

The rule stands at the end of the list and asks for cost without a known tag, so it takes nothing from anybody.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allocation.engine.rulebook import Condition, Operator, Rulebook, Target
from allocation.engine.services import billed_names

from .assign import AssignmentRefusedError, rule, with_free_name
from .tag_conditions import first_present, has_one_of


@dataclass(frozen=True, slots=True)
class Claimed:
    """An account, a service, a tag value, or what agrees with all that are not empty."""

    account: str = ""
    service: str = ""
    tag_key: str = ""
    tag_value: str = ""

    def __str__(self) -> str:
        tag = f"{self.tag_key}={self.tag_value}" if self.tag_value else ""
        return ", ".join(text for text in (self.account, self.service, tag) if text)


def with_claim(rulebook: Rulebook, claimed: Claimed, target: Target, first: dt.date, note: str) -> Rulebook:
    """The rulebook under which the claimed cost goes there from `first` on. Raises AssignmentRefusedError."""
    whose = {value: project.slug for project in rulebook.projects for value in project.tags}
    if claimed.tag_key in rulebook.tag_keys and claimed.tag_value in whose:
        owner = whose[claimed.tag_value]
        raise AssignmentRefusedError(
            f"{claimed.tag_key}={claimed.tag_value} is a tag of project {owner}, so it is with somebody already. "
            f"Decline the claim, or change whose the project is."
        )
    made = rule(f"claim: {claimed}", conditions(rulebook, claimed), target, first, note)
    named = with_free_name(made, {one.name for one in rulebook.rules})
    return replace(rulebook, rules=(*rulebook.rules, named))


def conditions(rulebook: Rulebook, claimed: Claimed) -> Iterator[Condition]:
    if claimed.account:
        yield has_one_of("account", (claimed.account,))
    if claimed.service:
        yield has_one_of("service", billed_names([claimed.service]))
    if claimed.tag_value and claimed.tag_key in rulebook.tag_keys:
        yield from first_present(rulebook.tag_keys, claimed.tag_key, (claimed.tag_value,), rulebook.folded_tag_keys)
        return
    if claimed.tag_value:
        yield has_one_of(f"tags.{claimed.tag_key}", (claimed.tag_value,))
    yield from (Condition(f"tags.{key}", Operator.ABSENT) for key in rulebook.tag_keys)
