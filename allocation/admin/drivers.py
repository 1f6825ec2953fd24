"""Drivers with their newest readings."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from allocation.models import Driver, Reading

from .inlines import RowsInline
from .pages import KeptPage

NEWEST = 60


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_month(self) -> dt.date:
        """Any day stands for its month."""
        month: dt.date = self.cleaned_data["month"]
        return month.replace(day=1)


class ReadingFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """Refuses a second reading of the same receiver and month, also against rows not on this page."""
        super().clean()
        seen = set()
        for form in self.forms:
            row = form.cleaned_data if form.is_valid() else {}
            if not row.get("month") or row.get("DELETE"):
                continue
            key = (row["month"], row.get("team"), row.get("project"), row.get("pool"))
            if key in seen or self.stored_elsewhere(form.instance, row):
                form.add_error(
                    "month", ValidationError("There is a reading for this receiver and month; change that one.")
                )
            seen.add(key)

    def stored_elsewhere(self, reading: Reading, row: dict[str, Any]) -> bool:
        here = [form.instance.pk for form in self.initial_forms]
        target = {kind: row.get(kind) for kind in ("team", "project", "pool")}
        stored = Reading.objects.filter(driver_id=self.instance.pk, month=row["month"], **target)
        return bool(self.instance.pk and stored.exclude(pk__in=here).exists())


class ReadingInline(RowsInline):
    """Only the newest: years of readings would not fit into one form."""

    model = Reading
    form = ReadingForm
    formset = ReadingFormSet
    extra = 1
    autocomplete_fields = ["team", "project", "pool"]
    verbose_name_plural = f"readings: the newest {NEWEST}; all of them stand under Readings"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reading]:
        match = request.resolver_match
        driver = match.kwargs.get("object_id") if match else None
        rows = (
            super().get_queryset(request).filter(driver_id=driver)
            if driver and driver.isdigit()
            else Reading.objects.none()
        )
        newest = rows.order_by("-month", "pk").values_list("pk", flat=True)[:NEWEST]
        return Reading.objects.filter(pk__in=list(newest)).order_by("-month", "pk")


@admin.register(Driver)
class DriverPage(KeptPage):
    is_rule = False
    list_display = ["name", "slug", "unit"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "unit"]
    inlines = [ReadingInline]
    instead_of_deleting = "Let these split rules use another driver, or end them."
