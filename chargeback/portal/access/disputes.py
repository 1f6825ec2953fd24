"""Disputes: a team's own for its members, all for those who see all teams. A foreign one is 404."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.models import Team
from chargeback.billing.selections import Selection
from chargeback.disputes.figures import DisputeFacts, facts, with_steps
from chargeback.disputes.models import Dispute
from chargeback.disputes.stepping import BY_FINANCE, BY_TEAM, raise_dispute, take_step

from .explain import explanation_for
from .periods import period_for
from .teams import can_export, team_for

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
    """The dispute with its steps; 404 unless `user` may see its team."""
    return with_steps(found_dispute(user, pk))


def found_dispute(user: "User", pk: int) -> Dispute:
    rows = Dispute.objects.visible_to(user).select_related("period", "team", "raised_by")
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


def step_for(user: "User", pk: int, action: str, text: str, now: dt.datetime) -> None:
    """Takes the step; 404 for a foreign dispute, 403 where it is not theirs. Raises DisputeRefusedError."""
    dispute = facts(found_dispute(user, pk))
    state = (BY_FINANCE | BY_TEAM).get(action)
    may = can_decide(user) if action in BY_FINANCE else can_export(user, dispute.team)
    if state is None or not may:
        raise PermissionDenied
    take_step(dispute.pk, state, text, user, now)  # type: ignore[arg-type]
