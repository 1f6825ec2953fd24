"""The accounts of the general ledger: one row, with the sources' own clearing accounts below it in the list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .models import ClearingAccount, LedgerAccounts


@admin.register(LedgerAccounts)
class LedgerAccountsPage(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        row, _ = LedgerAccounts.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:journal_ledgeraccounts_change", args=[row.pk]))


@admin.register(ClearingAccount)
class ClearingAccountPage(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["source", "account"]
