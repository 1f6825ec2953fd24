"""Teams with their members and projects, and the owners of teams."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from allocation.models import Membership, Owner, Team, Tenure
from allocation.models.spans import days

from .dated import DayActionForm, end_action
from .inlines import ListInline, RowsInline
from .pages import KeptPage, RetiredFilter, take_back


class MembershipInline(RowsInline):
    model = Membership
    autocomplete_fields = ["user"]
    verbose_name = "member"
    verbose_name_plural = "members: who sees this team's statements"


class ProjectsInline(ListInline):
    """Read only: a project is moved on its own page, where all its teams stand side by side."""

    model = Tenure
    fields = ["project", "valid_from", "valid_until"]
    readonly_fields = ["project", "valid_from", "valid_until"]
    verbose_name_plural = "projects of this team (change them on the project's page)"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        return super().get_queryset(request).select_related("project", "team")


@admin.register(Team)
class TeamPage(KeptPage):
    list_display = ["name", "slug", "owner", "cost_centre", "active", "members"]
    list_filter = [RetiredFilter, ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner"]
    ordering = ["name", "slug"]
    search_fields = ["name", "slug", "owner__name", "cost_centre", "gl_account"]
    autocomplete_fields = ["owner"]
    inlines = [MembershipInline, ProjectsInline]
    action_form = DayActionForm
    actions = [end_action("active_from", "active_until"), take_back]
    instead_of_deleting = "Set 'active until' to the first day on which it can no longer be charged; its history stays."
    fieldsets = [
        (None, {"fields": ["name", "slug", "owner"]}),
        ("Booking", {"fields": [("cost_centre", "gl_account")]}),
        ("Days on which the team can be charged", {"fields": [("active_from", "active_until")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(member_count=Count("memberships"))
        return rows

    @admin.display(description="members", ordering="member_count")
    def members(self, team: Any) -> int:
        return int(team.member_count)

    @admin.display(description="can be charged", ordering="active_from")
    def active(self, team: Team) -> str:
        return days(team.active_from, team.active_until)


@admin.register(Owner)
class OwnerPage(KeptPage):
    is_rule = False
    list_display = ["name", "email", "owned_teams"]
    ordering = ["name"]
    search_fields = ["name", "email"]
    instead_of_deleting = "Give these teams another owner first."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        in_use = Count("teams", filter=Q(teams__is_retired=False))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(team_count=in_use)
        return rows

    @admin.display(description="teams", ordering="team_count")
    def owned_teams(self, owner: Any) -> int:
        return int(owner.team_count)
