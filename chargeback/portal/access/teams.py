"""Which teams' money a user may see, and take away as a file."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.models import Team, sees_all_teams
from chargeback.billing.figures import Row, Stamp, Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.team_rows import team_rows
from chargeback.closing.issued import issued_in
from chargeback.closing.issued_figures import Issued
from chargeback.closing.models import Statement as IssuedStatement
from chargeback.closing.reading import issued_version, issued_versions, statement_of
from chargeback.closing.version_changes import VersionChanges, version_changes

from .kept import kept, kept_of_team, of_period
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def teams_for(user: "User") -> list[Team]:
    """The teams whose money `user` may see, by name."""
    return list(Team.objects.visible_to(user).order_by("name", "slug"))


def team_for(user: "User", slug: str) -> Team:
    """The team, if `user` may see its money; 404 otherwise."""
    team = Team.objects.visible_to(user).filter(slug=slug).first()
    if team is None:
        raise Http404
    return team


def statement_for(user: "User", month: dt.date, slug: str, currency: str = "") -> Statement:
    """What the team owes for the month; 404 unless `user` may see both."""
    team = team_for(user, slug)
    return kept_statement(period_for(user, month, currency), team)


def exported_statement_for(user: "User", month: dt.date, slug: str, currency: str = "") -> Statement:
    """The statement to take away as a file; 403 for a viewer of the team, who only looks."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    if not can_export(user, team.slug):
        raise PermissionDenied
    return kept_statement(period, team)


def kept_statement(period: BillingPeriod, team: Team) -> Statement:
    """An issued statement is read as it stands; what would be issued now is kept until something of it changes."""
    if period.state == BillingPeriod.State.CLOSED:
        return statement_of(period, team)
    made = of_period("statement", period)
    return kept_of_team(team, made, Statement, lambda: statement_of(period, team))


def statement_version_for(user: "User", month: dt.date, slug: str, version: int, currency: str = "") -> Statement:
    """One issued version of the team's statement; 404 unless `user` may see team and month, and it was issued."""
    team = team_for(user, slug)
    found = issued_version(period_for(user, month, currency), team, version)
    if found is None:
        raise Http404
    return found


def version_changes_for(user: "User", month: dt.date, slug: str, version: int, currency: str = "") -> VersionChanges:
    """The version against the one it replaces; 404 as for the version, and for one that replaces none.

    Only who sees all teams reads why the month was reopened: the words may name other teams.
    """
    team = team_for(user, slug)
    found = version_changes(period_for(user, month, currency), team, version, sees_all_teams(user))
    if found is None:
        raise Http404
    return found


def versions_for(user: "User", month: dt.date, slug: str, currency: str = "") -> list[int]:
    """The versions that the team's statement was issued in."""
    team = team_for(user, slug)
    return issued_versions(period_for(user, month, currency), team)


def can_export(user: "User", slug: str) -> bool:
    return Team.objects.exportable_by(user).filter(slug=slug).exists()


def team_rows_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, tuple[Row, ...], dict[str, Issued]]:
    """One row for each team that `user` may see, and what was issued to them.

    Percentages are of these teams' sum, not of the company's.
    """
    period = period_for(user, month, currency)
    stamp = stamp_of(period, current_run(period))
    issued = issued_in(period, IssuedStatement.objects.visible_to(user))
    if not sees_all_teams(user):
        return stamp, team_rows(period, Team.objects.visible_to(user)), issued
    every_team = Team.objects.all()
    rows = kept(of_period("team-rows", period), tuple[Row, ...], lambda: team_rows(period, every_team))
    return stamp, rows, issued
