"""Invoices with what explains them, and the tolerance."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

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
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row, _ = Tolerance.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:invoices_tolerance_change", args=[row.pk]))
