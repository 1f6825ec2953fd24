"""Tag keys, tag values and coverage: for those who see all teams."""

import datetime as dt
from typing import TYPE_CHECKING

from chargeback.billing.coverage import Coverage, CoveredMonth, coverage
from chargeback.billing.figures import Stamp
from chargeback.billing.required_tags import RequiredRow, required_tags
from chargeback.billing.stamps import current_run, stamp_of
from chargeback.billing.tag_values import Values, newest_values, pulled_keys, unknown_values
from chargeback.billing.untagged import Untagged, untagged
from chargeback.costs.tag_keys import ListingTrouble, UsedKey, listing_troubles, used_keys

from .company import require_company
from .kept import kept, of_period
from .periods import currency_or_largest, period_for, periods_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

MAP = "allocation.change_project"


def can_map(user: "User") -> bool:
    """Giving a tag value to a project is done in the administration: admins only."""
    return bool(user.is_active and user.is_staff and user.has_perm(MAP))  # type: ignore[attr-defined]


def used_keys_for(user: "User") -> tuple[UsedKey, ...]:
    """The tag keys in use and what AWS says of each; 403 for those who do not see all teams."""
    require_company(user)
    return kept("used-keys", tuple[UsedKey, ...], used_keys)


def listing_troubles_for(user: "User") -> tuple[ListingTrouble, ...]:
    """Why tag keys could not be listed; 403 for those who do not see all teams."""
    require_company(user)
    return listing_troubles()


def unknown_values_for(user: "User", currency: str = "") -> tuple[str, Values]:
    """Values of the project tag that no project knows, with their currency; 403 for those who do not see all teams."""
    require_company(user)
    currency = currency_or_largest(currency)
    return currency, kept(f"unknown-values {currency}", Values, lambda: unknown_values(currency))


def newest_values_for(user: "User", key: str, currency: str = "") -> tuple[str, Values]:
    """The values of one key that were noticed last; 403 for those who do not see all teams."""
    require_company(user)
    currency = currency_or_largest(currency)
    what = f"newest-values {currency} {key}"
    return currency, kept(what, Values, lambda: newest_values(key, currency))


def pulled_keys_for(user: "User") -> list[str]:
    """The keys of which a value was ever billed; 403 for those who do not see all teams."""
    require_company(user)
    return kept("pulled-keys", list[str], pulled_keys)


def coverage_for(user: "User", month: dt.date, currency: str = "") -> tuple[Stamp, Coverage]:
    """How the month's cost found its team; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    run = current_run(period)
    return stamp_of(period, run), kept(f"coverage {run.pk}", Coverage, lambda: coverage(run))


def newest_coverage_for(user: "User") -> CoveredMonth | None:
    """The coverage of the newest month with a run, of its largest bill; 403 for those who do not see all teams."""
    require_company(user)
    newest = next(iter(periods_for(user)), None)
    if newest is None:
        return None
    stamp, found = coverage_for(user, newest.month)
    return CoveredMonth(stamp.month, stamp.currency, found)


def untagged_for(user: "User", month: dt.date, currency: str = "") -> Untagged:
    """The month's usage without a project tag; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return kept(of_period("untagged", period), Untagged, lambda: untagged(period))


def required_tags_for(user: "User", month: dt.date, currency: str = "") -> tuple[RequiredRow, ...]:
    """What part of each team's usage carries its required tags; 403 for those who do not see all teams."""
    require_company(user)
    run = current_run(period_for(user, month, currency))
    what = f"required-tags {run.pk}"
    return kept(what, tuple[RequiredRow, ...], lambda: required_tags(run))
