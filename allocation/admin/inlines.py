"""Rows of one model on the page of another."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


class RowsInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows without the four buttons beside each choice, which would fill the row."""

    extra = 0

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(*args, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            widget = field.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field


class ListInline(RowsInline):
    """Rows that are only read here."""

    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False
