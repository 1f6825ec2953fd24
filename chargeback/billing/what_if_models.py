"""Stored answers to "what if": a review of the rulebook, a month under a draft, a month under each settlement.

Each names exactly what it was made from, so that an old answer is never taken for a new one.
"""

from django.db import models

from allocation.models import Draft


class RuleReview(models.Model):
    """What is odd in the rulebook for a month, and what each rule matched in it. The newest one of a month is kept."""

    month = models.DateField(unique=True)
    rulebook_version = models.CharField(max_length=64, help_text="See allocation.history.version.")
    runs = models.JSONField(help_text="The ids of the month's current runs by currency.")
    problems = models.JSONField()
    findings = models.JSONField(help_text="[place, text] of each.")
    money = models.JSONField(help_text="By currency: [rule, series, matched, taken] in the order of the rules.")
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"review of {self.month:%Y-%m}"


class DraftMonth(models.Model):
    """One month and currency before and after a draft. Amounts are texts: exact in 10^-10, or whole cents."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="months")
    month = models.DateField()
    currency = models.CharField(max_length=3)
    base_fingerprint = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    inputs_fingerprint = models.CharField(max_length=64)
    bill = models.CharField(max_length=40, help_text="What the provider billed, exact.")
    is_estimated = models.BooleanField()
    is_shown = models.BooleanField(help_text="The rulebook as it is gives exactly the run that pages show now.")
    teams = models.JSONField(help_text="Of each team: before and after.")
    pools = models.JSONField(help_text="Of each pool and team that differ: before and after.")
    moves = models.JSONField(help_text="The dearest groups of series that go elsewhere.")
    more_moves = models.PositiveIntegerField(default=0, help_text="Groups that are not told.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-month", "currency"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["draft", "month", "currency"], name="draft_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.currency} under {self.draft}"


class SettlementComparison(models.Model):
    """A run's month under direct, step-down and reciprocal settlement: what each team would carry."""

    run = models.OneToOneField("billing.Run", on_delete=models.CASCADE, related_name="comparison")
    outcomes = models.JSONField(help_text="Of each settlement: what each team carries in 10^-10, and its problems.")
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"settlements of {self.run}"
