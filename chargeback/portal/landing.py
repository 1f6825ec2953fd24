"""Where a user begins: finance and admins with the company's month, a lead with the team's, others with help."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User as Person
from django.urls import reverse

from allocation.models import sees_all_teams

from . import access

if TYPE_CHECKING:
    from .access.periods import User


@dataclass(frozen=True, slots=True)
class Landing:
    """The page to begin with, or, without one, what is missing: "costs", "statement" or "team", and whom to ask."""

    url: str = ""
    missing: str = ""
    admins: tuple[Person, ...] = ()
    can_pull: bool = False


def landing(user: "User", today: dt.date) -> Landing:
    period = access.newest_period_for(user, today)
    sees_all = sees_all_teams(user)
    teams = [] if sees_all else access.teams_for(user)
    if period is None:
        missing = "costs" if sees_all else "statement" if teams else "team"
        return Landing(missing=missing, admins=tuple(access.whom_to_ask()), can_pull=access.can_pull(user))
    if sees_all:
        return Landing(reverse("overview", args=[period.month]))
    if len(teams) == 1:
        return Landing(reverse("statement", args=[period.month, teams[0].slug]))
    return Landing(reverse("teams", args=[period.month]))
