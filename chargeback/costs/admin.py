"""Pulls and cost series can only be looked at; sources are edited in source_admin.py."""

from django.contrib import admin
from django.http import HttpRequest

from chargeback.sources.batch import dollars

from .models import CostSeries, Pull
from .source_admin import SourceAdmin
from .tag_admin import RequiredTagAdmin

__all__ = ["PullAdmin", "ReadOnlyAdmin", "RequiredTagAdmin", "SeriesAdmin", "SourceAdmin"]


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the portal writes itself, by pulls and runs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Pull)
class PullAdmin(ReadOnlyAdmin):
    list_display = ["started_at", "source", "start", "end", "state", "requests", "price", "records", "billed", "error"]
    list_filter = ["state", "source"]
    list_select_related = ["source"]
    date_hierarchy = "started_at"
    search_fields = ["source__name", "source__slug", "error"]

    @admin.display(description="price")
    def price(self, pull: Pull) -> str:
        return f"${dollars(pull.requests)}"

    @admin.display(description="control total", ordering="billed_cost")
    def billed(self, pull: Pull) -> str:
        return "" if pull.billed_cost is None else f"{pull.billed_cost:,f} {pull.currency}"


@admin.register(CostSeries)
class SeriesAdmin(ReadOnlyAdmin):
    list_display = ["service_name", "sub_account_id", "sub_account_name", "record_type", "charge_category", "tags"]
    list_filter = ["source", "charge_category", "record_type"]
    list_select_related = ["source"]
    search_fields = ["service_name", "sub_account_id", "sub_account_name", "tags"]
    show_full_result_count = False
