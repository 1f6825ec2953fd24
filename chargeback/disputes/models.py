"""Disputes of what a statement says, and their steps. Steps are only ever added."""

from django.conf import settings
from django.db import models

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.scoping import TeamScopedQuerySet
from chargeback.closing.models import Transfer
from chargeback.conversation import LONGEST

LONGEST_QUERY = 6000  # characters; a web server takes shorter addresses, but their letters may become three signs here


class Dispute(models.Model):
    """An amount of a team's statement that somebody of the team holds to be wrong."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        ANSWERED = "answered", "answered"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="disputes")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="disputes")
    what = models.CharField(max_length=10, help_text="total, direct or shared.")
    query = models.CharField(
        max_length=LONGEST_QUERY, blank=True, help_text="Which part of it, as in the address of why."
    )
    amount = models.DecimalField(max_digits=28, decimal_places=2, help_text="What the statement said at that moment.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    transfer = models.OneToOneField(
        Transfer, null=True, on_delete=models.PROTECT, related_name="dispute", help_text="What its acceptance posted."
    )

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["period", "state"], name="dispute_period_state")]

    def __str__(self) -> str:
        return f"dispute {self.pk} of {self.team}, {self.period}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ANSWERED)


class Step(models.Model):
    """Something that was said or decided about a dispute."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=Dispute.State.choices, help_text="The dispute's state afterwards.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=LONGEST)

    class Meta:
        ordering = ["dispute", "at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.dispute}: {self.state}"
