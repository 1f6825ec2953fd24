"""Who acts on which period, for commands: by username and month, with one sentence where that is nobody or nothing."""

import datetime as dt

from django.contrib.auth.models import User

from chargeback.billing.models import BillingPeriod

from .states import ClosingRefusedError


def period_named(month: dt.date, currency: str) -> BillingPeriod:
    """The month's period. Raises ClosingRefusedError where there is none, or several and no currency is named."""
    periods = BillingPeriod.objects.filter(month=month).exclude(current_run=None)
    found = list(periods.filter(currency=currency) if currency else periods)
    if not found:
        raise ClosingRefusedError(f"{month:%Y-%m} {currency}".strip() + " is not calculated yet. Run it first.")
    if len(found) > 1:
        names = ", ".join(period.currency for period in found)
        raise ClosingRefusedError(f"{month:%Y-%m} has several currencies; choose with --currency one of {names}.")
    return found[0]


def closer(username: str) -> User:
    return allowed(username, "closing.add_closing", "close months; finance does")


def reviewer(username: str) -> User:
    return allowed(username, "closing.add_review", "be the second person; finance and admins are")


def allowed(username: str, permission: str, what: str) -> User:
    """The active user with that permission. Raises ClosingRefusedError."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ClosingRefusedError(f"There is no active user {username!r}; name one with --by.")
    if not user.has_perm(permission):
        raise ClosingRefusedError(f"{username} may not {what}.")
    return user
