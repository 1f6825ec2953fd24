"""Sources are edited here; pulls and cost series can only be looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from chargeback.sources.batch import dollars

from .models import CostSeries, Pull, Source


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that the portal writes itself, by pulls and runs."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "slug", "kind", "payer_account", "tag_key", "is_enabled", "pull_hour"]
    list_filter = ["is_enabled", "kind"]
    search_fields = ["name", "slug", "payer_account"]
    actions = ["enable", "disable"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "payer_account"]}),
        ("What is pulled", {"fields": ["tag_key", "is_enabled", "pull_hour"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Jobs and commands name a source by its slug, so it stays."""
        return ["slug"] if obj else []

    @admin.action(description="Pull every day", permissions=["change"])
    def enable(self, request: HttpRequest, sources: Any) -> None:
        self.message_user(request, f"{sources.update(is_enabled=True)} sources are pulled every day.")

    @admin.action(description="Stop pulling", permissions=["change"])
    def disable(self, request: HttpRequest, sources: Any) -> None:
        self.message_user(
            request, f"{sources.update(is_enabled=False)} sources are no longer pulled. Their costs stay."
        )


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
class CostSeriesAdmin(ReadOnlyAdmin):
    list_display = ["service_name", "sub_account_id", "sub_account_name", "record_type", "charge_category", "tags"]
    list_filter = ["source", "charge_category", "record_type"]
    list_select_related = ["source"]
    search_fields = ["service_name", "sub_account_id", "sub_account_name", "tags"]
    show_full_result_count = False
