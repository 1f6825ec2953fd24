"""Projects with their tag values and whose they are on which day."""

import datetime as dt
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from allocation.models import Project, ProjectTag, Tenure
from allocation.rulebook.today import today

from .dated import TeamDayActionForm, asked
from .filled_in import filled_in
from .inlines import RowsInline
from .moves import move
from .pages import KeptPage, RetiredFilter, take_back, warn_of_problems
from .teams import days


class TagInline(RowsInline):
    model = ProjectTag
    extra = 1
    verbose_name = "tag value"
    verbose_name_plural = "tag values: cost that carries one of them is this project's"


class TenureFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """Refuses two teams on one day among the rows of this page, naming the rows."""
        super().clean()
        rows = [form for form in self.forms if form.cleaned_data.get("team") and not form.cleaned_data.get("DELETE")]
        rows.sort(key=lambda form: start_of(form.cleaned_data))
        for earlier, later in pairwise(rows):
            end, start = earlier.cleaned_data.get("valid_until"), start_of(later.cleaned_data)
            if end is None or start < end:
                teams = f"{earlier.cleaned_data['team']} and {later.cleaned_data['team']}"
                day = later.cleaned_data.get("valid_from") or "its beginning"
                earlier.add_error("valid_until", ValidationError(f"Write {day} here, or an earlier day."))
                raise ValidationError(
                    f"{teams} would both have the project on {day}. End the first where the second begins: "
                    "'valid until' is the first day that no longer counts."
                )


def start_of(data: dict[str, Any]) -> dt.date:
    return data.get("valid_from") or dt.date.min


class TenureInline(RowsInline):
    model = Tenure
    formset = TenureFormSet
    autocomplete_fields = ["team"]
    verbose_name = "team"
    verbose_name_plural = "teams: whose the project is on which day"


@admin.register(Project)
class ProjectPage(KeptPage):
    list_display = ["name", "slug", "team_today", "tag_values", "history"]
    list_filter = [RetiredFilter, ("tenures__team", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "slug", "tags__value", "tenures__team__name"]
    inlines = [TenureInline, TagInline]
    fields = ["name", "slug"]
    action_form = TeamDayActionForm
    actions = ["move_to_team", take_back]
    instead_of_deleting = "End its last team instead ('valid until'), and remove its tag values; its history stays."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return super().get_queryset(request).prefetch_related("tags", "tenures__team")

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """A link with ?value=... opens the page with that tag value filled in, to be looked at and saved."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        return given | (filled_in(request, "value") if inline.model is ProjectTag else {})

    @admin.display(description="team today")
    def team_today(self, project: Project) -> str:
        day = today()
        held = [one for one in project.tenures.all() if start_of(vars(one)) <= day < (one.valid_until or dt.date.max)]
        return str(held[0].team) if held else "nobody"

    @admin.display(description="tag values")
    def tag_values(self, project: Project) -> str:
        return ", ".join(tag.value for tag in project.tags.all())

    @admin.display(description="teams")
    def history(self, project: Project) -> str:
        return "; ".join(f"{one.team} {days(one.valid_from, one.valid_until)}" for one in project.tenures.all())

    @admin.action(description="Move to the team from the day on", permissions=["change"])
    def move_to_team(self, request: HttpRequest, projects: QuerySet[Project]) -> None:
        data = asked(self, request)
        team, day = data.get("team"), data.get("day")
        if not team or not day:
            self.message_user(request, "Nothing was moved: choose the team and the day beside it.", messages.ERROR)
            return
        count = sum(move(project, team, day) for project in projects)
        self.message_user(request, f"{count} moved to {team} from {day} on; the days before stay as they were.")
        warn_of_problems(request)
