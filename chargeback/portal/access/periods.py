"""Which months a user can open."""

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404

from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import current_run
from chargeback.clock import month_start
from chargeback.datastate.known import known

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def periods_for(user: "User") -> list[BillingPeriod]:
    """The billing periods that `user` can open, newest first."""
    return list(known(("periods", user.pk), lambda: visible_periods(user)))


def visible_periods(user: "User") -> tuple[BillingPeriod, ...]:
    periods = BillingPeriod.objects.visible_to(user).select_related("current_run").order_by("-month", "currency")
    return tuple(periods.defer("current_run__rulebook"))  # hundreds of rules, and most pages are kept without them


def period_for(user: "User", month: dt.date, currency: str = "") -> BillingPeriod:
    """The period of `month`, in `currency` or else that of the largest bill. 404 when there is nothing to see."""
    periods = [one for one in periods_for(user) if one.month == month and currency in ("", one.currency)]
    if not periods:
        raise Http404
    return min(periods, key=lambda one: (-current_run(one).control_total, one.currency))


def newest_period_for(user: "User", today: dt.date) -> BillingPeriod | None:
    """The last complete month that `user` can open, else the newest of all, else None."""
    visible = BillingPeriod.objects.visible_to(user).order_by("-month", "currency")
    return visible.filter(month__lt=month_start(today)).first() or visible.first()


def currency_or_largest(asked: str) -> str:
    """The currency that was asked for, if there are bills in it; else that of the newest month's largest bill."""
    shown = BillingPeriod.objects.exclude(current_run=None)
    if asked and shown.filter(currency=asked).exists():
        return asked
    largest = shown.order_by("-month", "-current_run__control_total", "currency")
    return largest.values_list("currency", flat=True).first() or ""
