"""The whole company's money: refused by role before anything is looked up."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from allocation.models import Team, sees_all_teams
from chargeback.billing.figures import Overview, Stamp, UnallocatedRow
from chargeback.billing.overviews import overview
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.unallocated import unallocated

from .kept import kept, of_period
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def require_company(user: "User") -> None:
    """Returns for those who see all teams; 403 for everybody else."""
    if not sees_all_teams(user):
        raise PermissionDenied


def overview_for(user: "User", month: dt.date, currency: str = "") -> Overview:
    """The whole company's month; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return kept(of_period("overview", period), Overview, lambda: overview(period), Team)


def unallocated_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, tuple[UnallocatedRow, ...]]:
    """Cost that is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    what = of_period("unallocated", period)
    rows = kept(what, tuple[UnallocatedRow, ...], lambda: unallocated(period))
    return stamp_of(period, current_run(period)), rows
