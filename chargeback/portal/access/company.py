"""The whole company's money: refused by role before anything is looked up."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from allocation.models import sees_all_teams
from chargeback.billing.attention import attention
from chargeback.billing.attention_figures import Attention
from chargeback.billing.figures import Overview, Stamp, UnallocatedRow
from chargeback.billing.overviews import overview
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.unallocated import unallocated
from chargeback.costs.freshness import freshness

from ..attention import Trouble
from ..data_health import state
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
    return overview(period_for(user, month, currency))


def overview_with_attention_for(
    user: "User", month: dt.date, now: dt.datetime, currency: str = ""
) -> tuple[Overview, Attention, tuple[Trouble, ...]]:
    """The whole company's month with what somebody should look at; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return overview(period), attention(period), troubles(now)


def troubles(now: dt.datetime) -> tuple[Trouble, ...]:
    """The sources in use whose data is old, missing or refused."""
    states = ((source, state(source, now)) for source in freshness(now) if source.source.is_enabled)
    return tuple(Trouble(source.source.name, word) for source, word in states if word != "fresh")


def unallocated_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, tuple[UnallocatedRow, ...]]:
    """Cost that is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return stamp_of(period, current_run(period)), unallocated(period)
