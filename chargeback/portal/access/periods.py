"""Which months a user can open."""

import datetime as dt
from typing import TYPE_CHECKING

from django.http import Http404

from chargeback.billing.models import BillingPeriod
from chargeback.clock import month_start

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def periods_for(user: "User") -> list[BillingPeriod]:
    """The billing periods that `user` can open, newest first."""
    return list(BillingPeriod.objects.visible_to(user).order_by("-month", "currency"))


def period_for(user: "User", month: dt.date, currency: str = "") -> BillingPeriod:
    """The period of `month`, in `currency` or else that of the largest bill. 404 when there is nothing to see."""
    periods = BillingPeriod.objects.visible_to(user).filter(month=month).select_related("current_run")
    periods = periods.defer("current_run__rulebook")  # hundreds of rules, and most pages are kept without them
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


def currency_or_largest(asked: str) -> str:
    """The currency that was asked for, if there are bills in it; else that of the newest month's largest bill."""
    shown = BillingPeriod.objects.exclude(current_run=None)
    if asked and shown.filter(currency=asked).exists():
        return asked
    largest = shown.order_by("-month", "-current_run__control_total", "currency")
    return largest.values_list("currency", flat=True).first() or ""
