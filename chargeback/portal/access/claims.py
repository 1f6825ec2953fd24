"""Claims of unallocated cost: a team's own for its members, all for those who see all teams. A foreign one is 404.

Leads do not see what is unallocated, and a claim tells them nothing of it: every claim is answered in the same words.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.models import AllocationOptions, Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.unallocated import UnallocatedRow
from chargeback.claims.approving import approve
from chargeback.claims.claiming import BY_ADMIN, BY_TEAM, ClaimRefusedError, as_written, raise_claim, take_step
from chargeback.claims.figures import ClaimFacts, facts, with_steps
from chargeback.claims.matching import claims_by_row, matches
from chargeback.claims.models import Claim
from chargeback.clock import month_start

from .rules import can_change_rules, require_rule_changer
from .teams import can_export, team_for
from .unallocated import unallocated_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

LISTED = 500
MONTHS = 3  # of unallocated cost looked through beside a claim


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row of a month's unallocated cost that a claim means."""

    month: dt.date
    currency: str
    row: UnallocatedRow


def claims_for(user: "User") -> tuple[ClaimFacts, ...]:
    """The newest claims that `user` may see."""
    rows = Claim.objects.visible_to(user).select_related("team", "raised_by", "draft")
    return tuple(facts(row) for row in rows.defer("draft__base", "draft__rulebook")[:LISTED])


def claiming_teams_for(user: "User") -> list[tuple[str, str]]:
    """The teams in whose name `user` may claim, as (slug, name): those they lead; all for who sees all."""
    teams = Team.objects.exportable_by(user).filter(is_retired=False).order_by("name", "slug")
    return list(teams.values_list("slug", "name"))


def claiming_team_for(user: "User", slug: str) -> Team:
    """The team in whose name `user` may claim; 404 for a foreign one, 403 for a viewer."""
    team = team_for(user, slug)
    if not can_export(user, slug):
        raise PermissionDenied
    return team


def tag_key_to_claim() -> str:
    """The tag key that a claim means where it names none."""
    keys = AllocationOptions.objects.values_list("tag_keys", flat=True).first()
    return next(iter(keys or []), "project")


def raise_claim_for(
    user: "User", slug: str, said: Mapping[str, str], since: dt.date, text: str, now: dt.datetime, today: dt.date
) -> int:
    """The new claim's id; 404 for a foreign team, 403 for a viewer. Raises ClaimRefusedError."""
    team = claiming_team_for(user, slug)
    claimed = as_written(said["account"], said["service"], said["tag_key"] or tag_key_to_claim(), said["tag_value"])
    return raise_claim(team, claimed, since, text, user, now, today).pk  # type: ignore[arg-type]


def found_claim(user: "User", pk: int) -> Claim:
    rows = Claim.objects.visible_to(user).select_related("team", "raised_by", "draft")
    row: Claim | None = rows.filter(pk=min(pk, 2**62)).first()
    if row is None:
        raise Http404
    return row


def claim_for(user: "User", pk: int) -> ClaimFacts:
    """The claim with its steps; 404 unless `user` may see its team."""
    return with_steps(found_claim(user, pk))


def claim_actions_for(user: "User", claim: ClaimFacts) -> tuple[str, ...]:
    """What `user` may do with it now."""
    if not claim.is_open:
        return ()
    if can_change_rules(user):
        return ("approve", *BY_ADMIN)
    return tuple(BY_TEAM) if can_export(user, claim.team) else ()


def claimed_rows_for(user: "User", pk: int) -> list[MonthRow]:
    """The unallocated cost that the claim means, in the newest months since then; 403 but for who changes rules."""
    claim = found_claim(user, pk)
    require_rule_changer(user)
    periods = BillingPeriod.objects.visible_to(user).filter(month__gte=month_start(claim.since))
    return [
        MonthRow(period.month, period.currency, row)
        for period in periods.order_by("-month", "currency")[:MONTHS]
        for row in unallocated_for(user, period.month, period.currency).rows
        if matches(claim.claimed, row)
    ]


def claims_of_rows_for(
    user: "User", month: dt.date, rows: Sequence[UnallocatedRow]
) -> dict[str, list[tuple[int, str]]]:
    """The open claims that mean each row of the month, as (id, team's name), by the row's key."""
    require_rule_changer(user)
    still = Claim.objects.filter(state=Claim.State.OPEN).select_related("team").order_by("pk")
    open_ones = {claim.pk: claim for claim in still if month_start(claim.since) <= month}
    found = claims_by_row({pk: claim.claimed for pk, claim in open_ones.items()}, rows)
    return {key: [(pk, open_ones[pk].team.name) for pk in pks] for key, pks in found.items()}


def claim_step_for(user: "User", pk: int, action: str, to: str, text: str, now: dt.datetime) -> int | None:
    """Takes the step; returns the draft's id of an approval. 404 for a foreign claim, 403 where it is not theirs.

    Raises ClaimRefusedError.
    """
    claim = facts(found_claim(user, pk))
    if not claim.is_open:
        raise ClaimRefusedError(f"This claim is {claim.state}; raise a new one where something else is yours.")
    if action not in claim_actions_for(user, claim):
        raise PermissionDenied
    if action == "approve":
        return approve(pk, to, text, user, now).pk  # type: ignore[arg-type]
    take_step(pk, (BY_ADMIN | BY_TEAM)[action], text, user, now)  # type: ignore[arg-type]
    return None
