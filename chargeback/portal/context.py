"""What the frame of every page shows: theme, navigation by role, months, freshness of the data."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from allocation.models import sees_all_teams
from chargeback.billing.models import BillingPeriod
from chargeback.clock import month_start, now, today
from chargeback.costs.tag_keys import UsedKey

from . import access, habits
from .account.page import SHORTCUTS
from .months import Picker, picker
from .theme import THEMES, theme_of

BANNERED = 3  # tag keys named above every page; more would hide the page
# The pages that the navigation shows as part of another one.
BELOW = {
    "overview": ("all-lines", "explain-series"),
    "teams": ("statement", "statement-version", "lines", "explain"),
    "statement": ("statement-version", "lines", "explain"),
    "unallocated": ("explain-unallocated",),
    "shared": ("pool",),
    "close": ("check-statement", "known"),
    "disputes": ("dispute",),
    "rules": ("drafts", "draft", "draft-new", "draft-edit", "history", "history-change", "history-of"),
    "data": ("source", "pulls", "pull", "jobs", "job", "tags", "tag-values"),
}

OF_ONE_MONTH = {"explain-series"}  # its question is in the query: other months may not have the series


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    is_current: bool


class Frame:
    """Looked up only when a template asks, so that fragments, files and the administration cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        match = request.resolver_match
        self.view = match.view_name if match else ""
        self.kwargs = match.kwargs if match else {}

    @cached_property
    def periods(self) -> list[BillingPeriod]:
        return access.periods_for(self.request.user)

    @cached_property
    def nav(self) -> tuple[Item, ...]:
        if not self.request.user.is_authenticated:
            return ()
        if sees_all_teams(self.request.user):
            return tuple(self.item(*entry) for entry in self.company_pages())
        return tuple(self.item(*entry) for entry in self.own_pages())

    def company_pages(self) -> Iterable[tuple[str, str, str, list[object]]]:
        if access.has_first_steps(self.request.user):
            yield "start", "First steps", "start", []
        if self.month:
            yield "overview", "Overview", "overview", [self.month]
            yield "teams", "Teams", "teams", [self.month]
            yield "explore", "Explore", "explore", []
            yield "unallocated", "Unallocated", "unallocated", [self.month]
            yield "shared", "Shared cost", "shared", [self.month]
            yield "coverage", "Coverage", "check", [self.month]
            yield "invoice", "Invoice", "invoice", [self.month]
            yield "journal", "Journal", "journal", [self.month]
            yield "close", "Close", "lock", [self.month]
            yield "adjustments", "Adjustments", "pull", [self.month]
        yield "disputes", "Disputes", "dispute", []
        yield "exports", "Exports", "download", []
        yield "rules", "Rules", "rules", []
        yield "data", "Data", "data", []
        yield "audit", "Audit", "audit", []
        if self.request.user.is_staff:
            yield "admin:index", "Administration", "admin", []

    def own_pages(self) -> Iterable[tuple[str, str, str, list[object]]]:
        teams = access.teams_for(self.request.user) if self.month else []
        if len(teams) == 1:
            yield "statement", "Statement", "statement", [self.month, teams[0].slug]
        elif teams:
            yield "teams", "My teams", "teams", [self.month]
        if teams:
            yield "adjustments", "Adjustments", "pull", [self.month]
            yield "explore", "Explore", "explore", []
            yield "disputes", "Disputes", "dispute", []
            yield "exports", "Exports", "download", []

    @cached_property
    def missing_keys(self) -> tuple[UsedKey, ...]:
        """Tag keys in use that are in no bill: for those who can have it mended, on every page but that of keys."""
        if not sees_all_teams(self.request.user) or self.view == "tags":
            return ()
        return tuple(used for used in access.used_keys_for(self.request.user) if used.is_loud)[:BANNERED]

    @property
    def has_team_list(self) -> bool:
        return any(item.label in ("Teams", "My teams") for item in self.nav)

    def item(self, view: str, label: str, icon: str, args: list[object]) -> Item:
        is_current = self.view in {view, *BELOW.get(view, ())}
        return Item(label, reverse(view, args=args), icon, is_current)

    @cached_property
    def month(self) -> dt.date | None:
        """The page's month, or the last complete one where the page has none that this user can open."""
        months = [period.month for period in self.periods]
        asked: dt.date | None = self.kwargs.get("month")
        if asked in months:
            return asked
        complete = [month for month in months if month < month_start(today())]
        return next(iter(complete or months), None)

    @cached_property
    def picker(self) -> Picker | None:
        """The same page in other months."""
        if "month" not in self.kwargs or self.view in OF_ONE_MONTH:
            return None
        return picker(
            [period for period in self.periods if self.currency in ("", period.currency)],
            self.kwargs["month"],
            lambda month: reverse(self.view, kwargs={**self.kwargs, "month": month}) + self.suffix,
        )

    @cached_property
    def currency(self) -> str:
        """The currency that was asked for, if this user can open a period in it."""
        asked = self.request.GET.get("currency", "")
        return asked if asked in {period.currency for period in self.periods} else ""

    @property
    def suffix(self) -> str:
        """What keeps the chosen currency in a link."""
        return f"?currency={self.currency}" if self.currency else ""

    @property
    def can_administer(self) -> bool:
        return access.can_administer(self.request.user)

    @cached_property
    def now(self) -> dt.datetime:
        return now()

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies of the page's month, when there is a choice."""
        found = [period.currency for period in self.periods if period.month == self.kwargs.get("month")]
        return found if len(found) > 1 else []


def page_frame(request: HttpRequest) -> dict[str, object]:
    return {
        "frame": Frame(request),
        "theme": theme_of(request),
        "themes": THEMES,
        "has_shortcuts": habits.current().has_shortcuts,
        "shortcuts": SHORTCUTS,
    }
