"""Shared pools of the whole company: seen and compared by those who see all teams."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from chargeback.billing.figures import Stamp
from chargeback.billing.pool_figures import PoolFigures, Pools, pool_figures, pools
from chargeback.billing.settlements import Comparison, compare_settlements, stored_comparison
from chargeback.billing.stamps import current_run, stamp_of

from .company import require_company
from .kept import kept, of_period
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class SharedPools:
    stamp: Stamp
    pools: Pools
    comparison: Comparison | None


def pools_for(user: "User", month: dt.date, currency: str = "") -> SharedPools:
    """The month's pools; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return kept(
        of_period("pools", period),
        SharedPools,
        lambda: SharedPools(stamp_of(period, current_run(period)), pools(period), stored_comparison(period)),
    )


def pool_for(user: "User", month: dt.date, slug: str, currency: str = "") -> tuple[Stamp, PoolFigures]:
    """One pool with all its shares; 403 by role first, 404 when the month has no such pool."""
    require_company(user)
    period = period_for(user, month, currency)
    found = pool_figures(period, slug)
    if found is None:
        raise Http404
    return stamp_of(period, current_run(period)), found


def compare_for(user: "User", month: dt.date, currency: str, now: dt.datetime) -> None:
    """Stores what each settlement would give, beside the run. Raises ComparisonRefusedError."""
    require_company(user)
    compare_settlements(period_for(user, month, currency), now)
