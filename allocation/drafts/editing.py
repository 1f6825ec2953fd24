"""Drafts are made, edited, and brought up to date with a rulebook that has moved on. Nobody's work is overwritten."""

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction

from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import LONGEST_REASON
from allocation.history.version import rulebook_version
from allocation.models import Draft
from allocation.rulebook import load_rulebook, problems_of, rulebook_from_json
from allocation.rulebook.merge import Conflict, merge
from allocation.rulebook.order import in_order

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST_NAME = 120
SAVED_MEANWHILE = (
    "Somebody saved this draft after you opened it, so nothing of yours was stored. Look at what is there now; "
    "what you wrote is still in the form."
)


class DraftRefusedError(Exception):
    """What was asked of a draft cannot be done; the message says why and what to do. Nothing was changed."""


def new_draft(name: str, reason: str, base: Rulebook, rulebook: Rulebook, user: "User", now: dt.datetime) -> Draft:
    """A draft that turns `base`, the rulebook as it is, into `rulebook`. Raises DraftRefusedError."""
    draft = Draft(author=user, created_at=now)
    put_base(draft, base)
    write(draft, name, reason, in_order(rulebook), now)
    draft.save()
    return draft


@transaction.atomic
def edit(pk: int, edition: int, name: str, reason: str, rulebook: Rulebook, user: "User", now: dt.datetime) -> Draft:
    """The draft with other words or another rulebook. Whoever edits is its author; an approval is void."""
    draft = open_draft(pk, edition)
    write(draft, name, reason, in_order(rulebook), now)
    return next_edition(draft, user)


@transaction.atomic
def take_over(pk: int, edition: int, user: "User", now: dt.datetime) -> tuple[Conflict, ...]:
    """The draft is made on today's rulebook afterwards, with its own changes kept.

    Returns where both had changed the same to something else: there the draft's stays. Raises DraftRefusedError when
    the two cannot be had together.
    """
    draft = open_draft(pk, edition)
    current = load_rulebook()
    merged = merge(rulebook_from_json(draft.base), current, rulebook_from_json(draft.rulebook))
    if problems := problems_of(merged.rulebook):
        raise DraftRefusedError("The changes do not go together; edit the draft: " + " ".join(problems))
    put_base(draft, current)
    put(draft, merged.rulebook, now)
    next_edition(draft, user)
    return merged.conflicts


def open_draft(pk: int, edition: int) -> Draft:
    """The draft as this edition, locked until the transaction ends."""
    draft = Draft.objects.select_for_update().get(pk=pk)
    if not draft.is_open:
        raise DraftRefusedError(f"This draft was {draft.state}; nothing can be done to it any more.")
    if draft.edition != edition:
        raise DraftRefusedError(SAVED_MEANWHILE)
    return draft


def write(draft: Draft, name: str, reason: str, rulebook: Rulebook, now: dt.datetime) -> None:
    draft.name, draft.reason = name.strip()[:LONGEST_NAME], reason.strip()[:LONGEST_REASON]
    if not draft.name or not draft.reason:
        raise DraftRefusedError("Write a name and a reason: they are what others read before they look at the rules.")
    put(draft, rulebook, now)
    if draft.fingerprint == draft.base_fingerprint:
        raise DraftRefusedError("This is the rulebook as it is; change something first.")


def put_base(draft: Draft, base: Rulebook) -> None:
    draft.base, draft.base_fingerprint, draft.base_version = as_json(base), base.fingerprint(), rulebook_version()


def put(draft: Draft, rulebook: Rulebook, now: dt.datetime) -> None:
    draft.rulebook, draft.fingerprint, draft.updated_at = as_json(rulebook), rulebook.fingerprint(), now


def next_edition(draft: Draft, user: "User") -> Draft:
    draft.edition += 1
    draft.author, draft.approved_by, draft.approved_at, draft.approved_edition = user, None, None, None
    draft.save()
    return draft


def as_json(rulebook: Rulebook) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(rulebook.as_json())
    return tree
