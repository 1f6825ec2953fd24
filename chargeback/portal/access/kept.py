"""What pages read again and again, kept in Redis under the right to see it and the state of the data."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model

from allocation.models import Membership, sees_all_teams
from chargeback.billing.data_version import data_version
from chargeback.billing.models import BillingPeriod
from chargeback.cache import read_through

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

T = TypeVar("T")
COMPANY = "company"


def kept(user: "User", what: str, kind: type[T], make: Callable[[], T], *models: type[Model]) -> T:
    """What `make` reads for this user from runs, pulls and `models`. Only for who was let in already.

    Two users share it only when they may see exactly the same. What was read before this call, such as a period, has
    to be part of `what`: it may be older than the version.
    """
    return read_through(what, scope_of(user), data_version(*models), kind, make)


def of_period(what: str, period: BillingPeriod) -> str:
    """The name of something about a period as it was read."""
    return f"{what} {period.pk} {period.state} {period.basis} {period.current_run_id}"


def scope_of(user: "User") -> str:
    """What the user may see: the whole company, or exactly these teams."""
    if sees_all_teams(user):
        return COMPANY
    teams = Membership.objects.filter(user=user.pk).order_by("team_id").values_list("team_id", "role")
    return "teams:" + ",".join(f"{team} {role}" for team, role in teams)
