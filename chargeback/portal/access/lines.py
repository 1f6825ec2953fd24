"""The finest lines: a team's for those who may see it, the whole company's for those who see all teams."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from allocation.models import Team, sees_all_teams
from chargeback.billing.choices import choices
from chargeback.billing.line_figures import Choices, LinesAsked, LinesFound
from chargeback.billing.line_items import line_sums, lines_found, listed
from chargeback.billing.line_streams import LineStream, line_stream
from chargeback.billing.models import BillingPeriod

from .company import require_company
from .kept import Keep, kept, kept_of_team, of_period
from .periods import period_for
from .teams import can_export, team_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def lines_for(user: "User", month: dt.date, slug: str, asked: LinesAsked, currency: str = "") -> LinesFound:
    """Lines of the team; 404 unless `user` may see it and the month. Who sees only teams learns nothing of rules."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    return shown(partial(kept_of_team, team), period, team, asked, not sees_all_teams(user))


def shown(keep: Keep, period: BillingPeriod, team: Team | None, asked: LinesAsked, is_discreet: bool) -> LinesFound:
    """A page of lines with what they can be filtered by, from what is kept for all who are told the same of them."""
    told = (period, team, asked, is_discreet)
    counted = of_period(f"sums of lines {asked.selection} {asked.by_day} {is_discreet}", period)
    found = keep(
        of_period(f"lines {asked} {is_discreet}", period),
        LinesFound,
        lambda: listed(keep(counted, LinesFound, lambda: line_sums(*told)), *told),
    )
    return replace(found, choices=keep(of_period("choices", period), Choices, lambda: choices(period, team)))


def exported_lines_for(user: "User", month: dt.date, slug: str, asked: LinesAsked, currency: str = "") -> LinesFound:
    """The lines to take away as a file; 403 for a viewer of the team, who only looks."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    if not can_export(user, team.slug):
        raise PermissionDenied
    return lines_found(period, team, asked, is_discreet=not sees_all_teams(user))


def all_lines_for(user: "User", month: dt.date, asked: LinesAsked, currency: str = "") -> LinesFound:
    """Lines of all teams and of nobody; 403 for those who do not see all teams."""
    require_company(user)
    return shown(kept, period_for(user, month, currency), None, asked, is_discreet=False)


def exported_all_lines_for(user: "User", month: dt.date, asked: LinesAsked, currency: str = "") -> LinesFound:
    """The lines of all teams to take away as a file; 403 for those who do not see all teams."""
    require_company(user)
    return lines_found(period_for(user, month, currency), None, asked, is_discreet=False)


def line_stream_for(user: "User", month: dt.date, slug: str, asked: LinesAsked, currency: str = "") -> LineStream:
    """All lines of the team, however many, to take away as a file; 403 for a viewer of the team, who only looks."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    if not can_export(user, team.slug):
        raise PermissionDenied
    return line_stream(period, team, asked, is_discreet=not sees_all_teams(user))


def all_line_stream_for(user: "User", month: dt.date, asked: LinesAsked, currency: str = "") -> LineStream:
    """All lines of all teams and of nobody; 403 for those who do not see all teams."""
    require_company(user)
    return line_stream(period_for(user, month, currency), None, asked, is_discreet=False)
