"""Why a row is changed: asked on every form, kept in the history with whoever sent it."""

from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.http import HttpRequest

from allocation.history.authorship import LONGEST_REASON, authored, name_of

ASKED = "Why does this change? Who reads the history later finds it beside what was changed."


class WithReason(forms.ModelForm):  # type: ignore[type-arg]
    reason = forms.CharField(
        max_length=LONGEST_REASON, label="Reason", help_text=ASKED, widget=forms.TextInput(attrs={"size": 80})
    )


class ReasonActionForm(ActionForm):
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        label="Reason:",
        widget=forms.TextInput(attrs={"aria-label": "Reason for the action", "size": 24}),
    )


def with_reason(form: type[forms.ModelForm]) -> type[forms.ModelForm]:  # type: ignore[type-arg]
    """The page's form, asking for the reason too."""
    return WithReason if form is forms.ModelForm else type(form.__name__, (form, WithReason), {})


def with_reason_last(fieldsets: Any) -> list[Any]:
    """The page's fields, the reason after all others."""
    said = [(name, {**options, "fields": without_reason(options["fields"])}) for name, options in fieldsets]
    return [*said, ("Why", {"fields": ["reason"]})]


def without_reason(fields: Any) -> list[Any]:
    return [field for field in fields if field != "reason"]


def explained(request: HttpRequest, otherwise: str) -> AbstractContextManager[object]:
    """What is changed inside is by the request's user, for the reason in the form or else for what was done."""
    reason = request.POST.get("reason", "").strip() or otherwise
    return authored(name_of(request.user), reason, request.user)
