"""What is known of a source's month as a whole: AWS's own total of it, and the requests made in it."""

from django.db import models
from django.db.models import F, Q


class SourceMonth(models.Model):
    """The control total of a bill's month to date as last heard, and for how many pulls in a row it stayed so.

    It may be ahead of the stored records: a pull that finds a change and may not spend more keeps the new total here
    while `DailyControl` stays with the records.
    """

    source = models.ForeignKey("Source", on_delete=models.PROTECT, related_name="months")
    month = models.DateField(help_text="The first day of the month.")
    until = models.DateField(help_text="The total is of the days from the first up to, not including, this one.")
    currency = models.CharField(max_length=3)
    billed_cost = models.DecimalField(max_digits=28, decimal_places=10)
    effective_cost = models.DecimalField(max_digits=28, decimal_places=10)
    is_estimated = models.BooleanField(help_text="The provider still calls the month estimated.")
    stable_for = models.PositiveIntegerField(help_text="Pulls in a row that found this total, the last one included.")
    changed_at = models.DateTimeField(help_text="When this total was heard for the first time.")
    checked_at = models.DateTimeField(help_text="When it was heard last.")

    class Meta:
        ordering = ["source", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["source", "month"], name="source_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="source_month_is_first_day"),
            models.CheckConstraint(condition=Q(until__gt=F("month")), name="source_month_has_days"),
            models.CheckConstraint(condition=Q(stable_for__gte=1), name="source_month_was_heard"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.month:%Y-%m}: {self.billed_cost} {self.currency}"


class RequestCount(models.Model):
    """How many requests were made to a source in a calendar month (UTC), as AWS bills them. Never above its budget."""

    source = models.ForeignKey("Source", on_delete=models.CASCADE, related_name="request_counts")
    month = models.DateField(help_text="The first day of the month in which the requests were made.")
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["source", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["source", "month"], name="request_count_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="request_count_month_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.month:%Y-%m}: {self.requests} requests"
