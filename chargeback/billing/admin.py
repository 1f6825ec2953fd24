"""Periods and runs in the admin: the basis can be chosen while a period is open; results are only looked at."""

from typing import cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from chargeback import clock
from chargeback.costs.admin import ReadOnlyAdmin

from .models import BillingPeriod, Run
from .tasks import queue_run


@admin.register(BillingPeriod)
class BillingPeriodAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["__str__", "basis", "state", "current_run"]
    list_filter = ["state", "currency", "basis"]
    list_select_related = ["current_run__period"]
    readonly_fields = ["month", "currency", "state", "is_basis_fixed", "current_run"]
    date_hierarchy = "month"
    actions = ["run_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.action(description="Run again with today's rules", permissions=["change"])
    def run_again(self, request: HttpRequest, periods: "QuerySet[BillingPeriod]") -> None:
        for month in sorted(set(periods.values_list("month", flat=True))):
            queue_run(month, cast(User, request.user), clock.now())
            self.message_user(
                request, f"{month:%Y-%m} will be run again in a moment; a closed month keeps its numbers."
            )

    def has_change_permission(self, request: HttpRequest, obj: BillingPeriod | None = None) -> bool:
        is_open = obj is None or obj.state == BillingPeriod.State.OPEN
        return is_open and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: BillingPeriod | None = None) -> list[str]:
        """The basis too, once the period has been in review."""
        return [*self.readonly_fields, *(["basis"] if obj and obj.is_basis_fixed else [])]


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = [
        "__str__",
        "basis",
        "control_total",
        "allocated",
        "unallocated",
        "is_estimated",
        "created_at",
        "created_by",
    ]
    list_filter = ["period__currency", "basis", "is_estimated"]
    list_select_related = ["period", "created_by"]
    exclude = ["rulebook"]
    date_hierarchy = "created_at"
