"""Drafts are approved, published or discarded. Publishing is one transaction: all of it counts, or nothing."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from allocation.history.authorship import authored, name_of
from allocation.models import Draft
from allocation.rulebook import Changes, load_rulebook, problems_of, rulebook_from_json, save_rulebook
from allocation.rulebook.lock import hold_rulebook

from .editing import DraftRefusedError, open_draft

if TYPE_CHECKING:
    from django.contrib.auth.models import User

OWN_DRAFT = "Nobody approves a draft of their own; ask somebody from finance or another admin."
NOT_APPROVED = "A second person has to approve this draft as it is now, before it can be published."
MOVED_ON = (
    "The rulebook has changed since this draft was made, so nothing was published. Take the changes over, look at the "
    "preview again, then publish."
)


@transaction.atomic
def approve(pk: int, edition: int, user: "User", now: dt.datetime) -> Draft:
    """This edition is approved by `user`. Raises DraftRefusedError for the author's own."""
    draft = open_draft(pk, edition)
    if draft.author_id == user.pk:
        raise DraftRefusedError(OWN_DRAFT)
    draft.approved_by, draft.approved_at, draft.approved_edition = user, now, draft.edition
    draft.save()
    return draft


@transaction.atomic
def discard(pk: int, edition: int, user: "User", now: dt.datetime) -> Draft:
    return ended(open_draft(pk, edition), Draft.State.DISCARDED, user, now)


@transaction.atomic
def publish(pk: int, edition: int, user: "User", now: dt.datetime) -> Changes:
    """The draft's rulebook is the one that counts afterwards; everything it changed carries author and reason.

    Raises DraftRefusedError, and then nothing is changed, when a second person is missing or the rulebook has moved on.
    """
    options = hold_rulebook()
    draft = open_draft(pk, edition)
    if options.needs_second_person and not draft.is_approved:
        raise DraftRefusedError(NOT_APPROVED)
    if load_rulebook().fingerprint() != draft.base_fingerprint:
        raise DraftRefusedError(MOVED_ON)
    rulebook = rulebook_from_json(draft.rulebook)
    if problems := problems_of(rulebook):
        raise DraftRefusedError("This rulebook cannot be calculated; edit the draft: " + " ".join(problems))
    with authored(name_of(user), reason_of(draft), user):
        changes = save_rulebook(rulebook)
    ended(draft, Draft.State.PUBLISHED, user, now)
    return changes


def ended(draft: Draft, state: str, user: "User", now: dt.datetime) -> Draft:
    draft.state, draft.ended_by, draft.ended_at = state, user, now
    draft.save()
    return draft


def reason_of(draft: Draft) -> str:
    """The draft's reason, and who else had a part in it."""
    people = [f"prepared by {name_of(draft.author)}"] if draft.author else []
    people += [f"approved by {name_of(draft.approved_by)}"] if draft.is_approved and draft.approved_by else []
    return f"{draft.reason} (draft {draft.pk}: {draft.name}{''.join(f', {one}' for one in people)})"
