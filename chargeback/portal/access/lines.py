"""The finest lines: a team's for those who may see it, the whole company's for those who see all teams."""

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from allocation.models import sees_all_teams
from chargeback.billing.choices import choices
from chargeback.billing.line_figures import Choices, LinesAsked, LinesFound
from chargeback.billing.line_items import line_sums, lines_found, listed
from chargeback.billing.line_streams import LineStream, line_stream
from chargeback.billing.models import BillingPeriod

from .company import require_company
from .kept import kept, kept_of_team, of_period
from .periods import period_for
from .teams import can_export, team_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def lines_for(user: "User", month: dt.date, slug: str, asked: LinesAsked, currency: str = "") -> LinesFound:
    """Lines of the team; 404 unless `user` may see it and the month. Who sees only teams learns nothing of rules."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    told = (period, team, asked, not sees_all_teams(user))
    sums = kept_of_team(team, of_lines(period, asked, told[-1]), LinesFound, lambda: line_sums(*told))
    offered = kept_of_team(team, of_period("choices", period), Choices, lambda: choices(period, team))
    return replace(listed(sums, *told), choices=offered)


def of_lines(period: BillingPeriod, asked: LinesAsked, is_discreet: bool) -> str:
    """The name of what is the same on all pages of these lines, as those who see all teams, or only some, are told."""
    return of_period(f"lines {asked.selection} {asked.by_day} {is_discreet}", period)


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
    period = period_for(user, month, currency)
    told = (period, None, asked, False)
    sums = kept(of_lines(period, asked, is_discreet=False), LinesFound, lambda: line_sums(*told))
    offered = kept(of_period("choices", period), Choices, lambda: choices(period, None))
    return replace(listed(sums, *told), choices=offered)


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
