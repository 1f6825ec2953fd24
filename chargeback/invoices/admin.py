"""Invoices with what explains them, and the tolerances, which are set on the page of the invoice with a reason."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Invoice, InvoiceItem, Tolerance


class ItemInline(admin.TabularInline):  # type: ignore[type-arg]
    model = InvoiceItem
    extra = 1


@admin.register(Invoice)
class InvoicePage(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["number", "source", "period", "issued_on", "amount"]
    list_filter = ["source"]
    list_select_related = ["source", "period"]
    search_fields = ["number"]
    inlines = [ItemInline]


@admin.register(Tolerance)
class TolerancePage(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["currency", "amount", "set_by", "set_at", "reason"]
    list_select_related = ["set_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
