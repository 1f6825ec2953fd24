"""Adjustments of closed months: everybody sees those of their own teams, finance decides."""

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from allocation.models import Team, sees_all_teams
from chargeback.billing.figures import Stamp
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.closing.adjusting import accept_all, decide
from chargeback.closing.adjustment_figures import Adjustments, adjustments_of
from chargeback.closing.known import Known, known_on
from chargeback.closing.models import Adjustment

from .company import require_company
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def can_decide(user: "User") -> bool:
    return cast(Person, user).has_perm("closing.change_adjustment")


def adjustments_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, Adjustments]:
    """The month's adjustments, of the teams that `user` may see; 404 unless they may see the month."""
    period = period_for(user, month, currency)
    own = None if sees_all_teams(user) else Team.objects.visible_to(user)
    return stamp_of(period, current_run(period)), adjustments_of(period, own)


def period_to_decide(user: "User", month: dt.date, currency: str) -> BillingPeriod:
    require_company(user)
    if not can_decide(user):
        raise PermissionDenied
    return period_for(user, month, currency)


def decide_adjustment_for(
    user: "User", month: dt.date, currency: str, pk: int, decision: str, reason: str, now: dt.datetime
) -> Adjustment:
    """Decided. 403 but for finance; 404 where the month has no such adjustment. Raises ClosingRefusedError."""
    period = period_to_decide(user, month, currency)
    if not Adjustment.objects.filter(Q(period=period) | Q(posted_in=period), pk=pk).exists():
        raise Http404
    return decide(pk, decision, cast(Person, user), reason, now)


def accept_adjustments_for(user: "User", month: dt.date, currency: str, now: dt.datetime) -> int:
    """All that are proposed to or of the month are accepted; how many. 403 but for finance."""
    period = period_to_decide(user, month, currency)
    posted_in = BillingPeriod.objects.filter(
        Q(pk=period.pk) | Q(pk__in=Adjustment.objects.filter(period=period).values("posted_in"))
    )
    return sum(accept_all(one, cast(Person, user), now) for one in posted_in.order_by("month"))


def known_for(user: "User", month: dt.date, on: dt.date, currency: str = "") -> tuple[Stamp, Known | None]:
    """The month as it was known on a day; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return stamp_of(period, current_run(period)), known_on(period, on)
