"""What became of closed months: comparisons with what they would be today, and the adjustments these led to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from allocation.models import Team
from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.scoping import TeamScopedQuerySet

from .statement_models import Statement, cents
from .transfer_models import Transfer


class Comparison(models.Model):
    """A closed period was worked out anew. `run` is what it would be now; `base_run` what was known of it before.

    Both are the same where nothing moved. The adjustments of the comparison are `run` less `base_run`, in cents.
    """

    closing = models.ForeignKey("closing.Closing", on_delete=models.PROTECT, related_name="comparisons")
    base_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    inputs_fingerprint = models.CharField(max_length=64)
    rulebook_fingerprint = models.CharField(max_length=64)
    seen = models.CharField(max_length=64, help_text="The pulls of the month's days and the rulebook, as SHA-256.")

    class Meta:
        ordering = ["closing", "made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.closing} as of {self.made_at:%Y-%m-%d %H:%M}"


class Adjustment(models.Model):
    """What a team, or without one nobody, owes more or less for a closed period, for one cause.

    It comes from a comparison or is part of a transfer. It keeps its amount for ever. While it is on no issued
    statement it can be accepted, held or written off.
    """

    class Cause(models.TextChoices):
        PROVIDER = "provider", "the provider restated its bill"
        RULE = "rule", "a rule changed"
        READING = "reading", "a reading was corrected"
        ORGANISATION = "organisation", "the organisation changed"
        DISPUTE = "dispute", "a dispute was accepted"

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        ACCEPTED = "accepted", "accepted"
        HELD = "held", "held"
        WRITTEN_OFF = "written off", "written off"
        REPLACED = "replaced", "replaced by a new version of the month"

    comparison = models.ForeignKey(Comparison, null=True, on_delete=models.PROTECT, related_name="adjustments")
    transfer = models.ForeignKey(Transfer, null=True, on_delete=models.PROTECT, related_name="adjustments")
    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="adjustments")
    posted_in = models.ForeignKey(
        BillingPeriod, on_delete=models.PROTECT, related_name="posted", help_text="The open period that bills it."
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20, choices=Cause.choices)
    amount = cents()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    statement = models.ForeignKey(
        Statement, null=True, on_delete=models.PROTECT, related_name="adjustments", help_text="The first that bills it."
    )

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "transfer", "team", "cause"], nulls_distinct=False, name="adjustment_once_a_cause"
            ),
            models.CheckConstraint(
                condition=Q(cause="dispute", comparison=None, transfer__isnull=False)
                | (Q(transfer=None, comparison__isnull=False) & ~Q(cause="dispute")),
                name="adjustment_has_one_origin",
            ),
        ]
        indexes = [models.Index(fields=["posted_in", "state"], name="adjustment_posted")]

    def __str__(self) -> str:
        return f"{self.period} {self.team or 'unallocated'}: {self.amount}"

    def why(self, sees_all: bool = False) -> str:
        """The cause as printed."""
        return self.transfer.words(self.team_id, sees_all) if self.transfer else str(self.get_cause_display())


class AdjustmentLine(models.Model):
    """Where an adjustment lies: project, service and pool, by short name and with the names of that day."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="lines")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    project = models.CharField(max_length=100, blank=True)
    project_name = models.CharField(max_length=200, blank=True)
    service = models.CharField(max_length=256)
    pool = models.CharField(max_length=100, blank=True)
    pool_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=60, blank=True, help_text="Why it is with nobody.")
    amount = cents()

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["adjustment", "pk"]

    def __str__(self) -> str:
        return f"{self.project} {self.service}: {self.amount}"
