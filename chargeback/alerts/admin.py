"""Which digests were sent to whom: only to be looked at."""

from django.contrib import admin

from allocation.admin.inlines import ListInline
from chargeback.costs.admin import ReadOnlyAdmin

from .models import Delivery, Digest


class DeliveriesInline(ListInline):
    model = Delivery
    fields = ["user", "state", "begun_at", "error"]
    readonly_fields = ["user", "state", "begun_at", "error"]
    verbose_name_plural = "mails"


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    list_display = ["day", "composed_at", "points"]
    date_hierarchy = "day"
    inlines = [DeliveriesInline]
