"""How a billing period was closed: its steps, who looked and what was overridden, each close, each reopening.

What is written here stays: triggers refuse every change (see the migration), in raw SQL too.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from chargeback.billing.models import BillingPeriod, Run

from .adjustment_models import Adjustment, AdjustmentLine, Comparison
from .statement_models import IssuedLine, Statement, cents
from .transfer_models import Transfer

__all__ = [
    "Adjustment",
    "AdjustmentLine",
    "Closing",
    "Comparison",
    "IssuedLine",
    "Override",
    "Reopening",
    "Review",
    "StateChange",
    "Statement",
    "Transfer",
]
LONGEST_REASON = 500


def person(**options: Any) -> Any:
    """Who did it. People who closed a month cannot be deleted, only deactivated."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def of_period(name: str) -> Any:
    return models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name=name)


class StateChange(models.Model):
    """One step of a period: from which state to which, who, when and why."""

    period = of_period("state_changes")
    before = models.CharField(max_length=10, choices=BillingPeriod.State.choices)
    after = models.CharField(max_length=10, choices=BillingPeriod.State.choices)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+", help_text="The current one.")
    by = person()
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["period", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.period}: {self.before} -> {self.after}"


class Review(models.Model):
    """A second person looked at a run of the period and found it good. It counts while that run is the current one."""

    period = of_period("reviews")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    by = person()
    at = models.DateTimeField()
    note = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ["period", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["period", "run", "by"], name="review_once")]

    def __str__(self) -> str:
        return f"{self.by} reviewed {self.run}"


class Override(models.Model):
    """Somebody closes in spite of a check that is red, and says why. It counts for one version of the statements."""

    period = of_period("overrides")
    version = models.PositiveIntegerField(help_text="The version of the statements that is closed in spite of it.")
    check_name = models.CharField(max_length=60)
    by = person()
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)

    class Meta:
        ordering = ["period", "at", "pk"]
        constraints = [models.UniqueConstraint(fields=["period", "version", "check_name"], name="override_once")]

    def __str__(self) -> str:
        return f"{self.check_name} of {self.period}: {self.reason}"


class Closing(models.Model):
    """One close of a period: the run that was billed, and the checklist as it was. Its statements are one version."""

    period = of_period("closings")
    version = models.PositiveIntegerField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="closings")
    by = person()
    at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="Printed on all statements.")
    checks = models.JSONField(help_text="The checklist at that moment, overrides with their reasons.")
    bill = cents(help_text="What the provider had billed for the month.")

    class Meta:
        ordering = ["period", "version"]
        constraints = [models.UniqueConstraint(fields=["period", "version"], name="closing_version_once")]

    def __str__(self) -> str:
        return f"{self.period} version {self.version}"


class Reopening(models.Model):
    """A closed period is asked to be opened again by one person and opened by another."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="reopenings")
    reason = models.CharField(max_length=LONGEST_REASON)
    asked_by = person()
    asked_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True, help_text="Empty: nobody has decided yet.")
    decided_by = person(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["closing", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing"], condition=Q(is_approved=None) | Q(is_approved=True), name="reopening_once"
            ),
            models.CheckConstraint(
                condition=~Q(is_approved=True) | ~Q(decided_by=F("asked_by")), name="reopening_needs_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_by=None, decided_at=None)
                | Q(is_approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="reopening_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"reopening of {self.closing}"
