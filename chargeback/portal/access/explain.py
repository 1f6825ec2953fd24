"""Explanations: a team's for those who may see it, as far as it is theirs; nobody's and the bill's for the company."""

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from django.http import Http404

from allocation.models import sees_all_teams
from chargeback.billing.explanation_figures import Carriage, Explanation
from chargeback.billing.explanations import explanation
from chargeback.billing.selections import Selection
from chargeback.billing.series_carriers import carriage

from .company import require_company
from .kept import kept, kept_of_team, of_period
from .periods import period_for
from .teams import team_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

Figures = TypeVar("Figures", Explanation, Carriage)


def explanation_for(
    user: "User", month: dt.date, slug: str, what: str, selection: Selection, currency: str = ""
) -> Explanation:
    """Why the team carries the amount. 404 unless `user` may see the team, the month, and something is selected."""
    team = team_for(user, slug)
    period = period_for(user, month, currency)
    is_discreet = not sees_all_teams(user)
    asked = of_period(f"explanation {what} {selection} {is_discreet}", period)
    return kept_of_team(
        team, asked, Explanation, lambda: found(explanation(period, team, what, selection, is_discreet))
    )


def unallocated_explanation_for(
    user: "User", month: dt.date, what: str, selection: Selection, currency: str = ""
) -> Explanation:
    """Why the amount is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    asked = of_period(f"explanation {what} {selection}", period)
    return kept(asked, Explanation, lambda: found(explanation(period, None, what, selection, is_discreet=False)))


def carriage_for(user: "User", month: dt.date, selection: Selection, currency: str = "") -> Carriage:
    """Everyone who carries part of a series of the bill; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return kept(of_period(f"carriage {selection}", period), Carriage, lambda: found(carriage(period, selection)))


def found(figures: Figures | None) -> Figures:
    """The figures; where there are none, the same 404 as for what is not the user's."""
    if figures is None:
        raise Http404
    return figures
