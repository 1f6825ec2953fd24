"""The one door: pages take what they show from here, so nobody sees what is not theirs.

A foreign team or an unseen month is 404, the same page as for one that does not exist. Company-wide pages refuse by
role (403) before anything is looked up, so the answer says nothing about what there is. Rights are read from the
database at each request, never from the session.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied
from django.http import Http404

from allocation.models import Team, sees_all_teams
from chargeback.billing.figures import Overview, Row, Stamp, Statement, UnallocatedRow
from chargeback.billing.models import BillingPeriod
from chargeback.billing.overviews import overview
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.statements import statement
from chargeback.billing.team_rows import team_rows
from chargeback.billing.unallocated import unallocated
from chargeback.clock import month_start
from chargeback.costs.models import Source
from chargeback.jobs.models import Job

from .data_health import DataHealth, data_health

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

PULL = "costs.change_source"


def periods_for(user: "User") -> list[BillingPeriod]:
    """The billing periods that `user` can open, newest first."""
    return list(BillingPeriod.objects.visible_to(user).order_by("-month", "currency"))


def period_for(user: "User", month: dt.date, currency: str = "") -> BillingPeriod:
    """The period of `month`, in `currency` or else that of the largest bill. 404 when there is nothing to see."""
    periods = BillingPeriod.objects.visible_to(user).filter(month=month).select_related("current_run")
    if currency:
        periods = periods.filter(currency=currency)
    period = periods.order_by("-current_run__control_total", "currency").first()
    if period is None:
        raise Http404
    return period


def newest_period_for(user: "User", today: dt.date) -> BillingPeriod | None:
    """The last complete month that `user` can open, else the newest of all, else None."""
    visible = BillingPeriod.objects.visible_to(user).order_by("-month", "currency")
    return visible.filter(month__lt=month_start(today)).first() or visible.first()


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
    return statement(period_for(user, month, currency), team)


def exported_statement_for(user: "User", month: dt.date, slug: str, currency: str = "") -> Statement:
    """The statement to take away as a file; 403 for a viewer of the team, who only looks."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    if not can_export(user, team.slug):
        raise PermissionDenied
    return statement(period, team)


def can_export(user: "User", slug: str) -> bool:
    return Team.objects.exportable_by(user).filter(slug=slug).exists()


def team_rows_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, tuple[Row, ...]]:
    """One row for each team that `user` may see; percentages are of these teams' sum, not of the company's."""
    period = period_for(user, month, currency)
    return stamp_of(period, current_run(period)), team_rows(period, Team.objects.visible_to(user))


def overview_for(user: "User", month: dt.date, currency: str = "") -> Overview:
    """The whole company's month; 403 for those who do not see all teams."""
    require_company(user)
    return overview(period_for(user, month, currency))


def unallocated_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, tuple[UnallocatedRow, ...]]:
    """Cost that is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return stamp_of(period, current_run(period)), unallocated(period)


def require_company(user: "User") -> None:
    """Returns for those who see all teams; 403 for everybody else."""
    if not sees_all_teams(user):
        raise PermissionDenied


def data_health_for(user: "User", now: dt.datetime) -> DataHealth:
    """Sources, work and pulls; 403 for those who do not see all teams."""
    require_company(user)
    return data_health(now)


def job_for(user: "User", pk: int) -> Job:
    """A piece of work of the portal itself; 403 for those who do not see all teams."""
    require_company(user)
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def can_pull(user: "User") -> bool:
    """Pulling costs money at the provider: admins only."""
    return bool(user.is_active and user.has_perm(PULL))  # type: ignore[attr-defined]


def source_to_pull_for(user: "User", slug: str) -> Source:
    """The source that `user` wants to pull now; 403 for those who may not start pulls."""
    if not can_pull(user):
        raise PermissionDenied
    source = Source.objects.filter(slug=slug, is_enabled=True).first() if "\0" not in slug else None
    if source is None:
        raise Http404
    return source


def whom_to_ask() -> list[Person]:
    """The people who can let somebody in: active admins, by name."""
    admins = Person.objects.filter(groups__name="admin", is_active=True)
    return list(admins.order_by("first_name", "last_name", "username"))
