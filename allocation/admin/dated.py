"""Bulk actions that ask for a day, next to the choice of the action."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from allocation.models import Team

from .pages import RulebookPage, warn_of_problems
from .reasons import ReasonActionForm


class DayField(forms.DateField):
    """A day, or nothing when it is none: the action itself says what it needs."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class DayActionForm(ReasonActionForm):
    day = DayField(
        required=False,
        label="Day:",
        widget=forms.DateInput(attrs={"type": "date", "aria-label": "Day for the action"}),
    )


class TeamDayActionForm(DayActionForm):
    team = forms.ModelChoiceField(
        Team.objects.filter(is_retired=False), required=False, label="Team:", empty_label="(team)"
    )


def asked(page: Any, request: HttpRequest) -> dict[str, Any]:
    """What was filled in beside the action."""
    form = page.action_form(request.POST, auto_id=None)
    form.fields["action"].choices = page.get_action_choices(request)
    return dict(form.cleaned_data) if form.is_valid() else {}


def end_action(start: str, until: str) -> Any:
    """The action that ends rows on a day: the first day on which they no longer hold."""

    @admin.action(description="End on the day (the first day that no longer counts)", permissions=["change"])
    def end_on_day(page: RulebookPage, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        day: dt.date | None = asked(page, request).get("day")
        if not day:
            page.message_user(request, "Nothing was ended: choose the day beside the action.", messages.ERROR)
            return
        late = rows.filter(**{f"{start}__gte": day})
        over = rows.filter(**{f"{until}__lt": day})
        skipped = [str(row) for row in (late | over).distinct()]
        count = rows.filter(Q(**{start: None}) | Q(**{f"{start}__lt": day})).exclude(pk__in=over).update(**{until: day})
        page.message_user(request, f"{count} ended on {day}; that day is the first that no longer counts.")
        if skipped:
            sentence = f"Left as they are, because they begin on {day} or later or ended before: {', '.join(skipped)}."
            page.message_user(request, sentence, messages.WARNING)
        warn_of_problems(request)

    return end_on_day
