"""Claims as frozen values."""

import datetime as dt
from dataclasses import dataclass

from allocation.models import Draft
from chargeback.conversation import StepFacts
from chargeback.mail import signature

from .models import Claim, Step

# What became of the rule that approval made, in words that say nothing of anybody's cost.
RULE = {
    Draft.State.OPEN: "The rule is being prepared.",
    Draft.State.PUBLISHED: "The rule is in force.",
    Draft.State.DISCARDED: "The rule was given up; raise a new claim if it is still yours.",
}


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim with its steps, oldest first; none in a list. `draft` and `rule` are there once it is approved."""

    pk: int
    team: str
    team_name: str
    what: str
    since: dt.date
    state: str
    raised_by: str
    raised_at: dt.datetime
    draft: int | None
    rule: str
    steps: tuple[StepFacts, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state == Claim.State.OPEN


def facts(row: Claim, steps: tuple[StepFacts, ...] = ()) -> ClaimFacts:
    return ClaimFacts(
        pk=row.pk,
        team=row.team.slug,
        team_name=row.team.name,
        what=str(row.claimed),
        since=row.since,
        state=row.state,
        raised_by=signature(row.raised_by),
        raised_at=row.raised_at,
        draft=row.draft_id,
        rule=RULE[Draft.State(row.draft.state)] if row.draft else "",
        steps=steps,
    )


def with_steps(row: Claim) -> ClaimFacts:
    steps = Step.objects.filter(claim=row).select_related("by")
    return facts(row, tuple(StepFacts(one.state, signature(one.by), one.at, one.text) for one in steps))
