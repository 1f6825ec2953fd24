"""Search: everything for those who see all teams, else only what is on the statements of one's own teams."""

import datetime as dt
from typing import TYPE_CHECKING

from allocation.models import Team, sees_all_teams
from chargeback.billing.models import BillingPeriod
from chargeback.billing.search import Group, company_hits, own_hits

from .periods import periods_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def search_for(user: "User", words: str, today: dt.date, most: int) -> tuple[dt.date | None, tuple[Group, ...]]:
    """The month whose figures the hits lead to, and at most so many hits of each kind."""
    periods = periods_for(user)
    period = shown_first(periods, today)
    month = period.month if period else None
    if sees_all_teams(user):
        return month, company_hits(words, period, most)
    teams = list(Team.objects.visible_to(user).select_related("owner"))
    return month, own_hits(words, teams, period, periods, most)


def shown_first(periods: list[BillingPeriod], today: dt.date) -> BillingPeriod | None:
    """The newest complete month, else the newest."""
    complete = [period for period in periods if period.month < today.replace(day=1)]
    return next(iter(complete or periods), None)
