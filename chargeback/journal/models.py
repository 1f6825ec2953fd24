"""The accounts that the journal posts to besides the teams' own, and the journals that were exported."""

from django.conf import settings
from django.db import models

from chargeback.billing.models import BillingPeriod, Run
from chargeback.costs.models import Source


def account(name: str, help_text: str = "") -> "models.CharField[str, str]":
    return models.CharField(name, max_length=40, blank=True, help_text=help_text)


class LedgerAccounts(models.Model):
    """One row: the accounts of the general ledger, as finance's chart of accounts numbers them."""

    clearing = account(
        "clearing account", help_text="Credited for a source that has none of its own, and for adjustments."
    )
    accrual = account("accrual account", help_text="Credited while a month is open; reversed on the first of the next.")
    rounding = account(
        "rounding account", help_text="Takes the cents between the sources' bills and the statements, once."
    )
    rounding_cost_centre = account("rounding cost centre")

    class Meta:
        verbose_name = verbose_name_plural = "accounts of the general ledger"
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return "Accounts of the general ledger"


class ClearingAccount(models.Model):
    """The account that is credited for the bill of one source."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="clearing_account")
    account = models.CharField(max_length=40)

    class Meta:
        ordering = ["source"]

    def __str__(self) -> str:
        return f"{self.source}: {self.account}"


class JournalExport(models.Model):
    """A journal as it was given out: numbered without a gap, never changed, so that it can be given out again."""

    year = models.PositiveIntegerField(help_text="The year of the month that is posted.")
    number = models.PositiveIntegerField()
    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="journals")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="journals")
    kind = models.CharField(max_length=10, help_text="final, of a closed month, or accrual.")
    template = models.CharField(max_length=20)
    file_kind = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what is posted, and in which form.")
    total = models.DecimalField(max_digits=28, decimal_places=2, help_text="The debits, which are the credits.")
    content = models.BinaryField()
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    audit_head = models.CharField(max_length=90, blank=True, help_text="The audit log's newest block at that moment.")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        default_permissions = ("view", "add")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="journal_number_once"),
            models.UniqueConstraint(fields=["period", "fingerprint"], name="journal_once_as_it_is"),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """For example J2026-00007."""
        return f"J{self.year}-{self.number:05}"
