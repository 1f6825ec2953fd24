"""Claims of cost that may be with nobody, and their steps. Steps are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from allocation.models import Draft, Team
from allocation.rulebook.claim import Claimed
from chargeback.billing.scoping import TeamScopedQuerySet
from chargeback.conversation import LONGEST

LONGEST_OF = {"account": 64, "service": 256, "tag_key": 128, "tag_value": 256}


class Claim(models.Model):
    """Cost that somebody of a team holds to be theirs from a day on. Who claims is not told whether there is any."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="claims")
    account = models.CharField(max_length=LONGEST_OF["account"], blank=True)
    service = models.CharField(max_length=LONGEST_OF["service"], blank=True)
    tag_key = models.CharField(max_length=LONGEST_OF["tag_key"], blank=True)
    tag_value = models.CharField(max_length=LONGEST_OF["tag_value"], blank=True)
    since = models.DateField(help_text="The first day from which it is theirs.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    draft = models.ForeignKey(
        Draft, null=True, on_delete=models.PROTECT, related_name="claims", help_text="The rule that approval made."
    )

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(account="", service="", tag_value=""), name="claim_names_something"),
            models.UniqueConstraint(
                fields=["team", "account", "service", "tag_key", "tag_value"],
                condition=Q(state="open"),
                name="claim_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk} of {self.team}"

    @property
    def claimed(self) -> Claimed:
        return Claimed(self.account, self.service, self.tag_key, self.tag_value)


class Step(models.Model):
    """Something that was said or decided about a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=Claim.State.choices, help_text="The claim's state afterwards.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(max_length=LONGEST)

    class Meta:
        ordering = ["claim", "at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.claim}: {self.state}"
