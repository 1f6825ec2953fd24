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


def landing(user: "User", today: dt.date, wished: str = "") -> Landing:
    """`wished` is the page that the user has chosen to begin with; it counts while it can be opened."""
    period = access.newest_period_for(user, today)
    sees_all = sees_all_teams(user)
    teams = [] if sees_all else access.teams_for(user)
    if period is None:
        missing = "costs" if sees_all else "statement" if teams else "team"
        return Landing(missing=missing, admins=tuple(access.whom_to_ask()), can_pull=access.can_pull(user))
    if own := chosen(wished, period.month, sees_all, {team.slug for team in teams}):
        return Landing(own)
    if sees_all:
        return Landing(reverse("overview", args=[period.month]))
    if len(teams) == 1:
        return Landing(reverse("statement", args=[period.month, teams[0].slug]))
    return Landing(reverse("teams", args=[period.month]))


def chosen(wished: str, month: dt.date, sees_all: bool, teams: set[str]) -> str:
    """The address of the page that is wished for; empty for none, and for one that this user cannot open."""
    kind, _, slug = wished.partition(":")
    if kind == "team" and slug in teams:
        return reverse("statement", args=[month, slug])
    if not sees_all or wished not in OF_MONTH | OF_COMPANY:
        return ""
    return reverse(wished, args=[month] if wished in OF_MONTH else [])


OF_MONTH = {"teams", "unallocated", "shared", "coverage"}
OF_COMPANY = {"rules", "data", "exports"}
