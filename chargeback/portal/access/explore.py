"""Exploring: the whole company's cubes for those who see all teams, else those of the user's own teams and no other."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404

from allocation.models import Team, sees_all_teams
from chargeback.billing.explore_figures import Cost, ExploreAsked, Explored, Scope
from chargeback.billing.explored import explored
from chargeback.billing.models import SavedView
from chargeback.billing.saved_views import make_default, rename_view, save_view
from chargeback.costs.models import DailyControl

from .kept import kept
from .periods import periods_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def explore_scope_for(user: "User", currency: str = "") -> Scope:
    """What `user` can explore, in `currency` if there is something in it, else in that of the newest largest bill."""
    periods = periods_for(user)
    currencies = tuple(sorted({period.currency for period in periods}))
    largest = max(
        (period for period in periods if period.month == periods[0].month and period.current_run),
        key=lambda period: (period.current_run.control_total if period.current_run else 0, period.currency),
        default=None,
    )
    chosen = currency if currency in currencies else largest.currency if largest else ""
    newest = DailyControl.objects.filter(currency=chosen).aggregate(newest=Max("day"))["newest"] if chosen else None
    months = tuple(period.month for period in periods if period.currency == chosen)
    return Scope(chosen, currencies, months, sees_all_teams(user), newest)


def explored_for(user: "User", scope: Scope, asked: ExploreAsked) -> Explored:
    """The cost asked for, of what `user` may see. The bill before sharing is the company's, so 403 for others."""
    if sees_all_teams(user):
        return kept(f"explore {scope!r} {asked!r}", Explored, lambda: explored(scope, None, asked))
    if asked.cost is Cost.BILL:
        raise PermissionDenied
    return explored(scope, list(Team.objects.visible_to(user).values_list("pk", flat=True)), asked)


def exported_exploration_for(user: "User", scope: Scope, asked: ExploreAsked) -> Explored:
    """The same to take away as a file; 403 where a team is in it that `user` only views."""
    if not can_export_exploration(user, asked):
        raise PermissionDenied
    return explored_for(user, scope, asked)


def can_export_exploration(user: "User", asked: ExploreAsked) -> bool:
    """True when every team that the figures can be of is one whose figures `user` may take away."""
    if sees_all_teams(user):
        return True
    seen = Team.objects.visible_to(user)
    only = [word for dimension, word in asked.only if dimension == "team"]
    seen = seen.filter(slug__in=only) if only else seen
    seen = seen.exclude(slug__in=[word for dimension, word in asked.without if dimension == "team"])
    return seen.exists() and not seen.exclude(pk__in=Team.objects.exportable_by(user).values("pk")).exists()


def saved_views_for(user: "User") -> list[SavedView]:
    """The user's own views, by name."""
    return list(SavedView.objects.filter(user_id=user.pk or 0))


def default_query_for(user: "User") -> str:
    """The query of the view that Explore opens with; empty without one."""
    view = SavedView.objects.filter(user_id=user.pk or 0, is_default=True).first()
    return view.query if view else ""


def save_view_for(user: "User", name: str, query: str) -> SavedView:
    """A new view of the user's; raises ViewRefusedError with the reason."""
    return save_view(user, name, query)  # type: ignore[arg-type]


def change_view_for(user: "User", pk: int, action: str, name: str, query: str) -> SavedView:
    """The user's view after the action; 404 for one of somebody else. Raises ViewRefusedError for a wrong name."""
    view = SavedView.objects.filter(user_id=user.pk or 0, pk=pk).first()
    if view is None:
        raise Http404
    match action:
        case "rename":
            rename_view(view, name)
        case "update":
            SavedView.objects.filter(pk=view.pk).update(query=query)
        case "delete":
            view.delete()
        case "default" | "no-default":
            make_default(view, action == "default")
    return view
