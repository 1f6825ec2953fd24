"""Drafts of the rulebook: read and looked at by those who see all teams, made and published by admins, approved by
anybody of these but the author."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.http import Http404

from allocation.drafts import EntryChanges, Since, approve, discard, edit, entry_changes, new_draft, since, take_over
from allocation.models import AllocationOptions, Draft
from allocation.rulebook import (
    load_rulebook,
    problems_of,
    rulebook_from_json,
    rulebook_from_yaml,
    rulebook_to_yaml,
)
from allocation.rulebook.merge import Conflict
from chargeback.billing.draft_figures import MonthChange, month_changes
from chargeback.billing.publishing import publish_draft
from chargeback.billing.what_if import closed_months, open_periods, start_preview
from chargeback.jobs.models import Job

from .company import require_company
from .rules import require_rule_changer

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class DraftShown:
    """All that the page of a draft tells. `since` is None while the rulebook is the one that it was made on."""

    draft: Draft
    changes: EntryChanges
    problems: tuple[str, ...]
    since: Since | None
    months: tuple[MonthChange, ...]
    open_months: tuple[dt.date, ...]
    closed_months: tuple[dt.date, ...]
    job: Job | None


def needs_second_person() -> bool:
    return AllocationOptions.objects.filter(needs_second_person=True).exists()


def can_approve(user: "User", draft: Draft) -> bool:
    return draft.author_id != user.pk


def drafts_for(user: "User") -> list[Draft]:
    """All drafts, those last changed first; 403 for those who do not see all teams."""
    require_company(user)
    without_bodies = Draft.objects.defer("base", "rulebook")
    return list(without_bodies.select_related("author", "approved_by", "ended_by"))


def draft_row(user: "User", pk: int) -> Draft:
    require_company(user)
    draft = Draft.objects.select_related("author", "approved_by", "ended_by").filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def draft_for(user: "User", pk: int) -> DraftShown:
    """A draft with what it changes and every stored look at it; 404 when there is none."""
    draft = draft_row(user, pk)
    jobs = Job.objects.filter(kind="preview", slot=f"preview:{pk}")
    return DraftShown(
        draft=draft,
        changes=entry_changes(draft),
        problems=tuple(problems_of(rulebook_from_json(draft.rulebook))),
        since=since(draft),
        months=month_changes(draft),
        open_months=tuple(sorted({period.month for period in open_periods()}, reverse=True)),
        closed_months=tuple(closed_months()),
        job=jobs.order_by("-created_at").first(),
    )


def draft_text_for(user: "User", pk: int | None) -> tuple[Draft | None, str]:
    """A draft, or the rulebook as it is, as YAML to be edited; 403 for those who do not change rules."""
    require_rule_changer(user)
    if pk is None:
        return None, rulebook_to_yaml(load_rulebook())
    draft = draft_row(user, pk)
    return draft, rulebook_to_yaml(rulebook_from_json(draft.rulebook))


def new_draft_for(user: "User", name: str, reason: str, text: str, now: dt.datetime) -> Draft:
    """A draft of the rulebook that the YAML says. Raises RulebookError and DraftRefusedError."""
    require_rule_changer(user)
    return new_draft(name, reason, load_rulebook(), rulebook_from_yaml(text), cast(Person, user), now)


def edit_draft_for(user: "User", pk: int, edition: int, name: str, reason: str, text: str, now: dt.datetime) -> Draft:
    """The draft as edited. Raises RulebookError and DraftRefusedError."""
    require_rule_changer(user)
    draft_row(user, pk)
    return edit(pk, edition, name, reason, rulebook_from_yaml(text), cast(Person, user), now)


def preview_for(user: "User", pk: int, months: Sequence[dt.date], now: dt.datetime) -> Job | None:
    """Looks at the draft in one month now, in more as a job. Changes nothing but what is known of the draft."""
    return start_preview(draft_row(user, pk), months, cast(Person, user), now)


def take_over_for(user: "User", pk: int, edition: int, now: dt.datetime) -> tuple[Conflict, ...]:
    """The draft on today's rulebook. Raises DraftRefusedError."""
    require_rule_changer(user)
    draft_row(user, pk)
    return take_over(pk, edition, cast(Person, user), now)


def approve_for(user: "User", pk: int, edition: int, now: dt.datetime) -> Draft:
    """Anybody who sees all teams may be the second person. Raises DraftRefusedError for the author."""
    draft_row(user, pk)
    return approve(pk, edition, cast(Person, user), now)


def end_draft_for(user: "User", pk: int, edition: int, how: str, now: dt.datetime) -> None:
    """Publishes or discards the draft. Raises DraftRefusedError and RulebookError."""
    require_rule_changer(user)
    draft_row(user, pk)
    end = {"publish": publish_draft, "discard": discard}[how]
    end(pk, edition, cast(Person, user), now)
