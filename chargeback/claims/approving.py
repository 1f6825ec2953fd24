"""An admin approves a claim: a draft with a dated rule, looked at in the open months at once.

Nothing is charged before the draft is published. Of closed months the rule then leads to adjustments, like any other.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.drafts import DraftRefusedError, new_draft
from allocation.history.authorship import LONGEST_REASON
from allocation.models import Draft
from allocation.rulebook import load_rulebook
from allocation.rulebook.assign import AssignmentRefusedError
from allocation.rulebook.claim import with_claim
from chargeback.billing.assigning import target_in
from chargeback.billing.what_if import open_periods, start_preview
from chargeback.clock import month_start
from chargeback.conversation import checked
from chargeback.mail import signature

from .claiming import ClaimRefusedError, State, add_step, open_claim

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST_NAME = 120


@transaction.atomic
def approve(pk: int, to: str, text: str, user: "User", now: dt.datetime) -> Draft:
    """The draft that gives the claimed cost to `to`, or else to the team that claims. Raises ClaimRefusedError."""
    said = checked(text, ClaimRefusedError)
    claim = open_claim(pk)
    if claim.raised_by_id == user.pk:
        raise ClaimRefusedError("You raised it yourself; somebody else has to approve it.")
    base = load_rulebook()
    name = f"Claim {pk}: {claim.claimed}"[:LONGEST_NAME]
    people = f"by {signature(claim.raised_by)} for {claim.team}, approved by {signature(user)}"
    why = f"Claim {pk} {people}: {said}"[:LONGEST_REASON]
    try:
        target = target_in(to or f"team:{claim.team.slug}", base)
        rulebook = with_claim(base, claim.claimed, target, claim.since, why)
        draft = new_draft(name, why, base, rulebook, user, now)
    except (AssignmentRefusedError, DraftRefusedError) as refusal:
        raise ClaimRefusedError(str(refusal)) from None
    claim.state, claim.draft = State.APPROVED, draft
    claim.save(update_fields=["state", "draft"])
    add_step(claim, State.APPROVED, said, user, now)
    look_at(draft, claim.since, user, now)
    return draft


def look_at(draft: Draft, since: dt.date, user: "User", now: dt.datetime) -> None:
    """What the draft does to the open months that it reaches; to the newest one where it reaches closed months alone.

    Somebody has to have looked at one before a draft is published.
    """
    months = sorted({period.month for period in open_periods()})
    reached = [month for month in months if month >= month_start(since)]
    if seen := reached or months[-1:]:
        start_preview(draft, seen, user, now)
