"""Cost of a closed month that finance moves from one team to others. Written once, never changed."""

from django.conf import settings
from django.db import models

from chargeback.billing.models import BillingPeriod

from .statement_models import Statement, cents

LONGEST_REFERENCE = 40


class Transfer(models.Model):
    """A credit for who paid and a recharge of the same amount to others, as adjustments of a closed period.

    Its adjustments add up to exactly 0, are decided together and billed in the same period: a trigger keeps both.
    """

    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="transfers")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="transfers", help_text="The statement that is credited."
    )
    reference = models.CharField(max_length=LONGEST_REFERENCE, help_text='What led to it, for example "dispute 12".')
    receiver = models.CharField(max_length=120, help_text="team:, project: or pool: and a short name, or unallocated.")
    amount = cents(help_text="What is moved; below zero where a credit is moved.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=500, help_text="What those who are charged read.")
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view", "add")
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="transfer_moves_something")]

    def __str__(self) -> str:
        return f"transfer {self.pk}"

    def words(self, team_id: int | None, sees_all: bool = False) -> str:
        """Why a line of it is on a statement. Who is charged learns the transfer's number, not whose dispute it was."""
        begin = "taken back: " if self.takes_back_id else ""
        credit = f"accepted {self.reference} of statement {self.statement}"
        if sees_all:
            return f"{begin}{credit}, transfer {self.pk}"
        return f"{begin}{credit if team_id == self.statement.team_id else f'recharge by transfer {self.pk}'}"
