"""The whole company's money: refused by role before anything is looked up."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from allocation.models import sees_all_teams
from chargeback.billing.attention import attention
from chargeback.billing.attention_figures import Attention
from chargeback.billing.figures import Overview
from chargeback.billing.models import BillingPeriod
from chargeback.billing.overviews import overview
from chargeback.billing.trends import of_largest
from chargeback.closing.issued import issued_in
from chargeback.closing.issued_figures import Issued
from chargeback.closing.models import Statement
from chargeback.costs.freshness import freshness
from chargeback.datastate.known import known

from ..attention import Trouble
from .kept import kept, of_period
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def require_company(user: "User") -> None:
    """Returns for those who see all teams; 403 for everybody else."""
    if not sees_all_teams(user):
        raise PermissionDenied


def can_administer(user: "User") -> bool:
    """Whether the rulebook's administration is open to `user`."""
    return bool(user.is_active and user.is_staff and user.has_module_perms("allocation"))  # type: ignore[attr-defined]


def overview_for(user: "User", month: dt.date, currency: str = "") -> Overview:
    """The whole company's month; 403 for those who do not see all teams."""
    require_company(user)
    return kept_overview(period_for(user, month, currency))


def overview_with_attention_for(
    user: "User", month: dt.date, now: dt.datetime, currency: str = ""
) -> tuple[Overview, dict[str, Issued], Attention, tuple[Trouble, ...]]:
    """The whole company's month with a trend of its largest teams, what was issued in it, and what somebody should look
    at; 403 for those who do not see all teams.
    """
    require_company(user)
    period = period_for(user, month, currency)
    found = kept(of_period("attention", period), Attention, lambda: attention(period))
    shown = kept(of_period("overview of the largest", period), Overview, lambda: of_largest(kept_overview(period)))
    return shown, issued_in(period, Statement.objects.all()), found, troubles_of_hour(now)


def kept_overview(period: BillingPeriod) -> Overview:
    return kept(of_period("overview", period), Overview, lambda: overview(period))


def troubles_of_hour(now: dt.datetime) -> tuple[Trouble, ...]:
    """The troubles, worked out once of each state and hour: data also becomes old by itself."""
    return known(("troubles", f"{now:%Y-%m-%d %H}"), lambda: troubles(now))


def troubles(now: dt.datetime) -> tuple[Trouble, ...]:
    """The sources in use whose data is old or missing, could not be pulled, or waits for the budget."""
    sources = (one for one in freshness(now) if one.source.is_enabled and one.state != "fresh")
    return tuple(Trouble(one.source.name, one.state) for one in sources)
