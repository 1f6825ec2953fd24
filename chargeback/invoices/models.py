"""What a provider invoiced for a month, what its invoice holds that the bill does not, and how much may stay open."""

from django.conf import settings
from django.db import models

from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import Source


class Invoice(models.Model):
    """An invoice of a provider for a period, in the period's currency."""

    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="invoices")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, help_text="In the period's currency, with all on it.")
    payment_currency = models.CharField(max_length=3, blank=True, help_text="Where it is paid in another currency.")
    payment_rate = models.DecimalField(
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        help_text="Of the payment currency for one of the period's.",
    )

    class Meta:
        ordering = ["period", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="invoice_once"),
            models.CheckConstraint(
                condition=models.Q(payment_currency="", payment_rate=None) | models.Q(payment_rate__gt=0),
                name="invoice_rate_with_currency",
                violation_error_message="A payment currency and its rate, above zero, go together.",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceItem(models.Model):
    """What explains a part of the difference between an invoice and the bill. Positive: only the invoice has it."""

    class Kind(models.TextChoices):
        TAX = "tax", "tax"
        CREDIT = "credit", "credit"
        SUPPORT = "support", "support"
        MARKETPLACE = "marketplace", "marketplace"
        ROUNDING = "rounding", "rounding"
        LATE = "late data", "late data"
        CURRENCY = "currency", "currency"

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["invoice", "pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"


class Tolerance(models.Model):
    """How much of the invoices of a currency may stay unexplained when a month is closed; who said so, when and why."""

    currency = models.CharField(max_length=3, unique=True, blank=True, help_text="Empty: for all that have none.")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["currency"]
        verbose_name = "tolerance of the tie-out"
        verbose_name_plural = "tolerances of the tie-out"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="tolerance_not_negative",
                violation_error_message="Write an amount from 0 up.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".strip()
