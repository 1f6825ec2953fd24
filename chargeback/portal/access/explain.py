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
    return found(explanation(period, team, what, selection, is_discreet=not sees_all_teams(user)))


def unallocated_explanation_for(
    user: "User", month: dt.date, what: str, selection: Selection, currency: str = ""
) -> Explanation:
    """Why the amount is with nobody; 403 for those who do not see all teams."""
    require_company(user)
    return found(explanation(period_for(user, month, currency), None, what, selection, is_discreet=False))


def carriage_for(user: "User", month: dt.date, selection: Selection, currency: str = "") -> Carriage:
    """Everyone who carries part of a series of the bill; 403 for those who do not see all teams."""
    require_company(user)
    return found(carriage(period_for(user, month, currency), selection))


def found(figures: Figures | None) -> Figures:
    """The figures; where there are none, the same 404 as for what is not the user's."""
    if figures is None:
        raise Http404
    return figures
