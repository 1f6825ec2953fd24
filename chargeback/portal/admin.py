"""The administration's frame and its users. Only a superuser makes or changes superusers."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse

from allocation.admin.inlines import RowsInline
from allocation.admin.reasons import explained
from allocation.models import Membership
from chargeback.alerts.models import DigestChoice

from .account.forms import AdminLoginForm

admin.site.site_header = "Chargeback administration"
admin.site.site_title = "Chargeback administration"
admin.site.index_title = "Teams, rules, sources and users"
admin.site.login_form = AdminLoginForm
admin.site.unregister([User, Group])


class MembershipInline(RowsInline):
    model = Membership
    autocomplete_fields = ["team"]
    verbose_name = "team"
    verbose_name_plural = "teams whose statements this user sees"


class DigestInline(RowsInline):
    model = DigestChoice
    extra = 1
    can_delete = False
    verbose_name = verbose_name_plural = "daily digest"


def nowhere(request: HttpRequest, content_type: int, pk: str) -> HttpResponse:
    """Django would look for a page of any row of any model. None has one, and some models have no table."""
    raise Http404


@admin.register(User)
class UserPage(UserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "full_name", "roles", "teams", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups", ("memberships__team", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["username", "first_name", "last_name", "email", "memberships__team__name"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple, "help_text": ""}}
    inlines = [MembershipInline, DigestInline]
    actions = ["deactivate"]
    save_on_top = True

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """No single permissions: roles carry them. The superuser's own switch is shown to superusers only."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        switches = ["is_active", "is_staff", *(["is_superuser"] if request.user.is_superuser else [])]
        return [
            (None, {"fields": ["username", "password"]}),
            ("Person", {"fields": [("first_name", "last_name"), "email"]}),
            ("Access", {"fields": [*switches, "groups"], "description": ACCESS}),
            ("Dates", {"fields": ["last_login", "date_joined"]}),
        ]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with explained(request, "Memberships changed on the page of a user"):
            return super().changeform_view(request, *args, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [MembershipInline, DigestInline] if obj else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "memberships__team")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    @admin.display(description="name", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description="teams")
    def teams(self, user: Any) -> str:
        return ", ".join(f"{one.team} ({one.role})" for one in user.memberships.all())

    @admin.action(description="Deactivate: no login any more, history stays", permissions=["change"])
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = users.exclude(username=request.user.get_username())
        chosen = chosen if request.user.is_superuser else chosen.exclude(is_superuser=True)
        left = users.count() - chosen.count()
        count = chosen.update(is_active=False)
        self.message_user(request, f"{count} deactivated; their next request asks for a login.")
        if left:
            self.message_user(request, f"{left} left active: yourself and superusers stay.", messages.WARNING)


ACCESS = (
    "Groups are the roles. finance reads every team; admin edits teams, rules and users and needs 'staff status' too; "
    "lead and viewer see only the teams listed below."
)


def may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or request.user.is_superuser or not user.is_superuser


@admin.register(Group)
class RolePage(GroupAdmin):
    """Roles and what they may do come from chargeback/portal/roles.py after each migration."""

    list_display = ["name", "members"]

    def members(self, group: Any) -> int:
        return int(group.user_set.count())
