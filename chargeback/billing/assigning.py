"""Rows of unallocated cost that somebody picked -> a draft that gives them to a project, team or pool."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allocation.drafts import DraftRefusedError, new_draft
from allocation.engine.rulebook import Kind, Rulebook, Target
from allocation.models import Draft
from allocation.rulebook import load_rulebook
from allocation.rulebook.assign import AssignmentRefusedError, Wish, assigned
from chargeback.clock import month_start

from .unallocated import UnallocatedRow
from .what_if import open_periods, start_preview

if TYPE_CHECKING:
    from django.contrib.auth.models import User

NOTHING_PICKED = "Choose at least one row, and say to whom it goes."


@dataclass(frozen=True, slots=True)
class Picked:
    """A row and the text that says where it shall go: project:SLUG, team:SLUG, pool:SLUG, or a project's name."""

    row: UnallocatedRow
    to: str


def assign(
    picked: Sequence[Picked], first: dt.date | None, month: dt.date, reason: str, user: "User", now: dt.datetime
) -> Draft:
    """A draft under which the picked rows go where they shall from `first` on, looked at already where that is quick.

    Raises DraftRefusedError with one sentence for what cannot be had.
    """
    if not picked:
        raise DraftRefusedError(NOTHING_PICKED)
    base = load_rulebook()
    wishes = [wish_of(one, base) for one in picked]
    try:
        rulebook = assigned(base, wishes, first, reason)
    except AssignmentRefusedError as refusal:
        raise DraftRefusedError(str(refusal)) from None
    draft = new_draft(name_of(picked, month), reason, base, rulebook, user, now)
    months = {period.month for period in open_periods()}
    reached = sorted(one for one in months if first is None or one >= month_start(first))
    if reached:
        start_preview(draft, reached, user, now)
    return draft


def name_of(picked: Sequence[Picked], month: dt.date) -> str:
    if len(picked) == 1:
        row = picked[0].row
        return f"{row.tag_value or row.project or row.service} goes to {picked[0].to}"[:120]
    return f"Assign {len(picked)} unallocated rows of {month:%Y-%m}"


def wish_of(picked: Picked, rulebook: Rulebook) -> Wish:
    row = picked.row
    if not row.is_assignable:
        raise DraftRefusedError(f"'{row.reason}' is not mended by a rule; see what to do under that group.")
    return Wish(target_in(picked.to, rulebook), row.account, row.service, row.tag_key, row.tag_value, row.project)


def target_in(text: str, rulebook: Rulebook) -> Target:
    """What the text names: a kind and a slug, or a slug or name that only one project, team or pool has."""
    if not text.strip():
        raise DraftRefusedError("Say for each chosen row to whom it goes, or choose one receiver for all.")
    kind, _, slug = text.strip().partition(":")
    known = targets(rulebook)
    if slug and kind in set(Kind) and Target(Kind(kind), slug.strip()) in known:
        return Target(Kind(kind), slug.strip())
    fitting = [target for target, name in known.items() if text.strip() in (target.slug, name)]
    if len(fitting) == 1:
        return fitting[0]
    several = f"names {', '.join(map(str, fitting))}; write one of these" if fitting else "is no project, team or pool"
    raise DraftRefusedError(f"'{text[:80]}' {several}. Write for example project:checkout, team:shop or pool:network.")


def targets(rulebook: Rulebook) -> Mapping[Target, str]:
    """Everything that cost can go to, with its name."""
    return {
        Target(kind, one.slug): one.name
        for kind, entries in (
            (Kind.PROJECT, rulebook.projects),
            (Kind.TEAM, rulebook.teams),
            (Kind.POOL, rulebook.pools),
        )
        for one in entries
    }
