"""Which rows of a run's results a user may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from allocation.models import Team, sees_all_teams

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


class TeamScopedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def visible_to(self, user: "User") -> Self:
        """Rows of the teams that `user` may see; rows of no team (unallocated) only for those who see all teams."""
        if sees_all_teams(user):
            return self
        return self.filter(team__in=Team.objects.visible_to(user))
