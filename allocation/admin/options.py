"""The rulebook's options: one row, so the list opens it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from allocation.models import AllocationOptions, Pool

from .lines import LinesField
from .pages import RulebookPage
from .words import SETTLEMENTS, as_list


class OptionsForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_settlement_order(self) -> list[str]:
        """Every line is the short name of a pool, each once."""
        order: list[str] = self.cleaned_data["settlement_order"]
        pools = set(Pool.objects.filter(is_retired=False).values_list("slug", flat=True))
        for slug in order:
            if slug not in pools:
                raise forms.ValidationError(
                    f"There is no pool {slug!r}; write short names: {', '.join(sorted(pools))}."
                )
        if len(set(order)) < len(order):
            raise forms.ValidationError("A pool stands twice; write each once.")
        return order


@admin.register(AllocationOptions)
class OptionsPage(RulebookPage):
    form = OptionsForm
    autocomplete_fields = ["unallocated_team"]
    formfield_overrides = {ArrayField: {"form_class": LinesField}}
    fieldsets = [
        ("Which tag names the project", {"fields": ["tag_keys", "folded_tag_keys"]}),
        ("What is charged", {"fields": ["services"]}),
        ("What statements show", {"fields": ["environment_key"]}),
        ("Who answers for the rest", {"fields": ["default_owner", "unallocated_team"]}),
        (
            "Pools that charge each other",
            {"fields": ["settlement", "settlement_order"], "description": as_list(SETTLEMENTS)},
        ),
        ("Who has to see a change", {"fields": ["needs_second_person"]}),
        ("Closing a month", {"fields": ["unallocated_limit"]}),
    ]

    def is_locked(self, request: HttpRequest) -> bool:
        """A superuser can switch the lock off; the history tells."""
        return super().is_locked(request) and not request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, _ = AllocationOptions.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:allocation_allocationoptions_change", args=[row.pk]))
