"""The work list: looked at, tried again, cancelled; never edited."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from chargeback import clock

from . import queue
from .models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["created_at", "kind", "slot", "state", "progress", "attempts", "created_by", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]
    date_hierarchy = "created_at"
    search_fields = ["slot", "message", "error", "created_by__username"]
    actions = ["retry", "cancel"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        """The actions of the list need the right to change; a job's own page shows only."""
        return obj is None and super().has_change_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return super().has_view_permission(request)

    @admin.display(description="progress")
    def progress(self, job: Job) -> str:
        return job.message or (f"{job.progress_done} of {job.progress_total}" if job.progress_total else "")

    @admin.action(description="Try again", permissions=["change"])
    def retry(self, request: HttpRequest, jobs: Any) -> None:
        self.each(request, jobs, queue.retry, "queued again")

    @admin.action(description="Cancel", permissions=["change"])
    def cancel(self, request: HttpRequest, jobs: Any) -> None:
        self.each(request, jobs, queue.cancel, "cancelled")

    def each(self, request: HttpRequest, jobs: Any, change: Callable[[Job, Any], None], done: str) -> None:
        for job in jobs:
            try:
                change(job, clock.now())
            except queue.JobStateError as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                self.message_user(request, f"{job.slot}: {done}.")
