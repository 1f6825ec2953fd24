"""Disputes: a team's own for its members, all for those who see all teams. A foreign one is 404."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.models import Team, sees_all_teams
from chargeback.billing.explanation_figures import Explanation
from chargeback.billing.selections import Selection
from chargeback.closing.receivers import UNALLOCATED
from chargeback.closing.transferring import Proposal, Wish
from chargeback.disputes.accepting import Said, accept_with_transfer, amount_asked, proposed, take_pair_back
from chargeback.disputes.figures import DisputeFacts, facts, with_steps
from chargeback.disputes.models import Dispute
from chargeback.disputes.stepping import BY_FINANCE, BY_TEAM, raise_dispute, take_step

from .explain import explanation_for
from .periods import period_for
from .rules import can_change_rules
from .teams import can_export, team_for
from .unallocated import named_targets

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

DECIDE = "disputes.change_dispute"
LISTED = 500


def can_decide(user: "User") -> bool:
    """Answering, accepting and declining: finance."""
    return bool(user.is_active and user.has_perm(DECIDE))  # type: ignore[attr-defined]


def disputes_for(user: "User") -> tuple[DisputeFacts, ...]:
    """The newest disputes that `user` may see."""
    rows = Dispute.objects.visible_to(user).select_related("period", "team", "raised_by")
    return tuple(facts(row) for row in rows[:LISTED])


def dispute_for(user: "User", pk: int) -> DisputeFacts:
    """The dispute with its steps and what it moved; 404 unless `user` may see its team."""
    return with_steps(found_dispute(user, pk), None if sees_all_teams(user) else Team.objects.visible_to(user))


def disputed_explanation_for(user: "User", dispute: DisputeFacts, selection: Selection) -> Explanation | None:
    """Why the amount is what it is, as far as `user` may know; None where there is no such amount any more."""
    try:
        return explanation_for(user, dispute.month, dispute.team, dispute.what, selection, dispute.currency)
    except Http404:
        return None


def found_dispute(user: "User", pk: int) -> Dispute:
    rows = Dispute.objects.visible_to(user).select_related("period", "team", "raised_by", "transfer__statement")
    row: Dispute | None = rows.filter(pk=min(pk, 2**62)).first()
    if row is None:
        raise Http404
    return row


def dispute_actions_for(user: "User", dispute: DisputeFacts) -> tuple[str, ...]:
    """What `user` may do with it now."""
    if not dispute.is_open:
        return ()
    team = BY_TEAM if can_export(user, dispute.team) and not can_decide(user) else {}
    return (*(BY_FINANCE if can_decide(user) else {}), *team)


def dispute_rights(user: "User", dispute: DisputeFacts) -> dict[str, bool]:
    """What else its page offers: finance takes a pair back, admins correct the rule, who sees all looks at drafts."""
    stands = dispute.moved is not None and not dispute.moved.taken_back_by
    return {
        "can_take_back": stands and can_decide(user),
        "can_correct": can_change_rules(user),
        "sees_drafts": sees_all_teams(user),
    }


def raise_dispute_for(
    user: "User",
    month: dt.date,
    slug: str,
    what: str,
    selection: Selection,
    query: str,
    text: str,
    now: dt.datetime,
    currency: str,
) -> int:
    """The new dispute's id; 404 for a foreign team or amount, 403 for a viewer. Raises DisputeRefusedError."""
    team: Team = team_for(user, slug)
    figures = explanation_for(user, month, slug, what, selection, currency)
    if not can_export(user, slug):
        raise PermissionDenied
    period = period_for(user, month, currency)
    return raise_dispute(period, team, what, query, figures.cents, text, user, now).pk  # type: ignore[arg-type]


def require_decider(user: "User", pk: int) -> Dispute:
    """The dispute, for finance; 404 where there is none for `user`, 403 for everybody else."""
    dispute = found_dispute(user, pk)
    if not can_decide(user):
        raise PermissionDenied
    return dispute


def receivers_for(user: "User") -> list[tuple[str, str]]:
    """Who can be charged instead, as (kind:slug, name); 403 but for finance."""
    if not can_decide(user):
        raise PermissionDenied
    return [*named_targets(), (UNALLOCATED, "nobody, until a rule says whose it is")]


def proposed_transfer_for(user: "User", pk: int, to: str, amount: str, selection: Selection) -> tuple[Wish, Proposal]:
    """What acceptance would post; 403 but for finance. Raises DisputeRefusedError."""
    wish = wished(user, require_decider(user, pk), to, amount, selection)
    return wish, proposed(pk, wish)


def accept_with_transfer_for(
    user: "User", pk: int, to: str, amount: str, selection: Selection, said: Said, now: dt.datetime
) -> None:
    """Accepted, credited and recharged; 403 but for finance. Raises DisputeRefusedError."""
    wish = wished(user, require_decider(user, pk), to, amount, selection)
    accept_with_transfer(pk, wish, said, user, now)  # type: ignore[arg-type]


def wished(user: "User", dispute: Dispute, to: str, amount: str, selection: Selection) -> Wish:
    """What is moved, with the service of the one series that was disputed where the address names none."""
    asked = amount_asked(amount, dispute)
    figures = None if selection.service else disputed_explanation_for(user, facts(dispute), selection)
    service = figures.story.service if figures and figures.story else selection.service
    return Wish(asked, to, selection.project or "", service or "", selection.pool or "")


def take_pair_back_for(user: "User", pk: int, reason: str, now: dt.datetime) -> None:
    """The opposite is posted; 403 but for finance. Raises DisputeRefusedError."""
    require_decider(user, pk)
    take_pair_back(pk, reason, user, now)  # type: ignore[arg-type]


def step_for(user: "User", pk: int, action: str, text: str, now: dt.datetime) -> None:
    """Takes the step; 404 for a foreign dispute, 403 where it is not theirs. Raises DisputeRefusedError."""
    dispute = facts(found_dispute(user, pk))
    state = (BY_FINANCE | BY_TEAM).get(action)
    may = can_decide(user) if action in BY_FINANCE else can_export(user, dispute.team)
    if state is None or not may:
        raise PermissionDenied
    take_step(dispute.pk, state, text, user, now)  # type: ignore[arg-type]
