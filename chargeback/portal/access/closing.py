"""Closing a month: read by those who see all teams, done by finance, looked at by a second person."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied

from chargeback.billing.figures import Stamp, Statement
from chargeback.billing.models import BillingPeriod
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.closing.close_figures import CloseFigures, close_figures
from chargeback.closing.closing import close_period
from chargeback.closing.genuine import HeadVerdict, Verdict, verdict
from chargeback.closing.issuing import payers_of
from chargeback.closing.limits import set_unallocated_limit
from chargeback.closing.models import Closing
from chargeback.closing.reading import statement_of
from chargeback.closing.reopening import ask_to_reopen, decide_reopening
from chargeback.closing.states import override, review, send_to_review, take_back

from .company import require_company
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class ClosingRights:
    """What a user may do with a month's close. `user_id` tells whether they are the second person."""

    may_close: bool
    may_review: bool
    user_id: int


def closing_rights(user: "User") -> ClosingRights:
    has = cast(Person, user).has_perm
    return ClosingRights(has("closing.add_closing"), has("closing.add_review"), user.pk or 0)


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def close_figures_for(
    user: "User", month: dt.date, now: dt.datetime, today: dt.date, currency: str = ""
) -> CloseFigures:
    """Checklist, history and versions of the month; 403 for those who do not see all teams."""
    require_company(user)
    return close_figures(period_for(user, month, currency), now, today)


def close_for(
    user: "User", month: dt.date, currency: str, run: int, note: str, now: dt.datetime, today: dt.date
) -> Closing:
    """The month is closed, if its run is still the one seen. Raises ClosingRefusedError; 403 but for finance."""
    period = period_to_close(user, month, currency)
    return close_period(period.pk, cast(Person, user), note, now, today, run)


def period_to_close(user: "User", month: dt.date, currency: str) -> BillingPeriod:
    require_company(user)
    require(closing_rights(user).may_close)
    return period_for(user, month, currency)


def period_to_review(user: "User", month: dt.date, currency: str) -> BillingPeriod:
    require_company(user)
    require(closing_rights(user).may_review)
    return period_for(user, month, currency)


def send_to_review_for(user: "User", month: dt.date, currency: str, reason: str, now: dt.datetime) -> None:
    send_to_review(period_to_close(user, month, currency).pk, cast(Person, user), reason, now)


def take_back_for(user: "User", month: dt.date, currency: str, reason: str, now: dt.datetime) -> None:
    take_back(period_to_close(user, month, currency).pk, cast(Person, user), reason, now)


def review_for(user: "User", month: dt.date, currency: str, run: int, note: str, now: dt.datetime) -> None:
    review(period_to_review(user, month, currency).pk, run, cast(Person, user), note, now)


def override_for(
    user: "User", month: dt.date, currency: str, check: str, reason: str, now: dt.datetime, today: dt.date
) -> None:
    override(period_to_close(user, month, currency).pk, check, cast(Person, user), reason, now, today)


def set_unallocated_limit_for(user: "User", month: dt.date, currency: str, percent: str, reason: str) -> None:
    """The limit of all months, set where it is in the way. Raises ClosingRefusedError; 403 but for finance."""
    period_to_close(user, month, currency)
    set_unallocated_limit(percent, cast(Person, user), reason)


def ask_to_reopen_for(user: "User", month: dt.date, currency: str, reason: str, now: dt.datetime) -> None:
    ask_to_reopen(period_to_close(user, month, currency).pk, cast(Person, user), reason, now)


def decide_reopening_for(user: "User", month: dt.date, currency: str, is_approved: bool, now: dt.datetime) -> None:
    decide_reopening(period_to_review(user, month, currency).pk, cast(Person, user), is_approved, now)


@dataclass(frozen=True, slots=True)
class AllStatements:
    """The statements of every team and of nobody, to be read once: issued ones of a closed month, else drafts."""

    stamp: Stamp
    count: int
    each: Iterator[Statement]


def all_statements_for(user: "User", month: dt.date, currency: str = "") -> AllStatements:
    """403 for those who do not see all teams. Raises NoRunError."""
    require_company(user)
    period = period_for(user, month, currency)
    payers = payers_of(period)
    each = (statement_of(BillingPeriod.objects.get(pk=period.pk), team) for team in payers)
    return AllStatements(stamp_of(period, current_run(period)), len(payers), each)


def verdict_for(user: "User", text: str) -> Verdict | HeadVerdict | None:
    """Whether a checksum is that of a statement that `user` may see, or a head that of the audit log.

    A foreign statement is unknown. None for no text.
    """
    return verdict(text, cast(Person, user)) if text.strip() else None
