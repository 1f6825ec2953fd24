"""A user's own account: what they see, what they have chosen, whether their login is shut."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.http import HttpRequest

from allocation.models import Membership
from chargeback.accounts import throttle
from chargeback.accounts.backend import address_of
from chargeback.accounts.models import Preference
from chargeback.clock import now

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Seen:
    """A team whose statements a user sees, and as what."""

    slug: str
    name: str
    owner: str
    role: str


def memberships_for(user: "User") -> list[Seen]:
    """The teams that `user` is a member of, by name."""
    own = Membership.objects.filter(user=cast(Person, user)).select_related("team__owner")
    return [
        Seen(one.team.slug, one.team.name, one.team.owner.name if one.team.owner else "", one.get_role_display())
        for one in own.order_by("team__name", "team__slug")
    ]


def keep_preference_for(user: "User", **chosen: object) -> None:
    """What `user` has chosen is kept; what is not named stays as it was."""
    Preference.objects.update_or_create(user=cast(Person, user), defaults=chosen)


def is_login_shut(request: HttpRequest | None, name: str) -> bool:
    """Whether the next password for the name, or from where the request comes, would not be looked at."""
    return throttle.is_shut(name, address_of(request), now())
