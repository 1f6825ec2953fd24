"""What the frame of every page shows: theme, navigation by role, months, freshness of the data."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from allocation.models import sees_all_teams
from chargeback.billing.models import BillingPeriod
from chargeback.clock import month_start, now, today
from chargeback.costs.tag_keys import UsedKey

from . import access, habits
from .account.page import SHORTCUTS
from .links import address
from .months import Picker, picker
from .theme import THEMES, theme_of

BANNERED = 3  # tag keys named above every page; more would hide the page
Page = tuple[str, str, str, list[object]]  # its name among the addresses, its label, its icon, what the address needs
START: Page = ("start", "First steps", "start", [])
ADMINISTRATION: Page = ("admin:index", "Administration", "admin", [])
MONTH_PAGES = (
    ("overview", "Overview", "overview"),
    ("teams", "Teams", "teams"),
    ("unallocated", "Unallocated", "unallocated"),
    ("shared", "Shared cost", "shared"),
    ("coverage", "Coverage", "check"),
    ("invoice", "Invoice", "invoice"),
    ("journal", "Journal", "journal"),
    ("close", "Close", "lock"),
    ("adjustments", "Adjustments", "pull"),
)
OVER_ALL_MONTHS = (
    ("explore", "Explore", "explore"),
    ("disputes", "Disputes", "dispute"),
    ("claims", "Claims", "claim"),
    ("exports", "Exports", "download"),
)
BEHIND = (("rules", "Rules", "rules"), ("data", "Data", "data"), ("audit", "Audit", "audit"))
# The pages that the navigation shows as part of another one.
BELOW = {
    "overview": ("all-lines", "explain-series"),
    "teams": ("statement", "statement-version", "statement-changes", "lines", "explain"),
    "statement": ("statement-version", "statement-changes", "lines", "explain"),
    "unallocated": ("explain-unallocated",),
    "shared": ("pool",),
    "close": ("check-statement", "known"),
    "disputes": ("dispute",),
    "claims": ("claim",),
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
    def nav(self) -> tuple[tuple[Item, ...], ...]:
        """The pages this user can open, in groups: of a month, over all months, behind the numbers."""
        if not self.request.user.is_authenticated:
            return ()
        groups = self.company_groups() if sees_all_teams(self.request.user) else self.own_groups()
        return tuple(tuple(self.item(*page) for page in pages) for pages in groups if pages)

    def company_groups(self) -> list[list[Page]]:
        over_all = OVER_ALL_MONTHS if self.month else OVER_ALL_MONTHS[1:]
        staff = self.request.user.is_staff
        return [
            [START] if access.has_first_steps(self.request.user) else [],
            [(*page, [self.month]) for page in MONTH_PAGES] if self.month else [],
            [(*page, []) for page in over_all],
            [(*page, []) for page in BEHIND] + ([ADMINISTRATION] if staff else []),
        ]

    def own_groups(self) -> list[list[Page]]:
        teams = access.teams_for(self.request.user) if self.month else []
        if not teams:
            return []
        own: Page = ("teams", "My teams", "teams", [self.month])
        if len(teams) == 1:
            own = ("statement", "Statement", "statement", [self.month, teams[0].slug])
        return [[own, (*MONTH_PAGES[-1], [self.month])], [(*page, []) for page in OVER_ALL_MONTHS]]

    @property
    def here(self) -> str:
        """What the navigation calls the page; empty for one that it does not lead to."""
        return next((item.label for items in self.nav for item in items if item.is_current), "")

    @cached_property
    def missing_keys(self) -> tuple[UsedKey, ...]:
        """Tag keys in use that are in no bill: for those who can have it mended, on every page but that of keys."""
        if not sees_all_teams(self.request.user) or self.view == "tags":
            return ()
        return tuple(used for used in access.used_keys_for(self.request.user) if used.is_loud)[:BANNERED]

    @property
    def has_team_list(self) -> bool:
        return any(item.label in ("Teams", "My teams") for items in self.nav for item in items)

    def item(self, view: str, label: str, icon: str, args: list[object]) -> Item:
        is_current = self.view in {view, *BELOW.get(view, ())}
        return Item(label, address(view, *args), icon, is_current)

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
            lambda month: address(self.view, **{**self.kwargs, "month": month}) + self.suffix,
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
