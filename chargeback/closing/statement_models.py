"""Issued statements and their lines. Immutable from the moment they are there."""

from decimal import Decimal

from django.db import models

from allocation.models import Team
from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.scoping import TeamScopedQuerySet


def cents(**options: object) -> "models.DecimalField[Decimal, Decimal]":
    """An amount as printed."""
    return models.DecimalField(max_digits=28, decimal_places=2, **options)  # type: ignore[arg-type]


class Statement(models.Model):
    """What a team, or without one nobody, owes for a period: one version, with the names of that day.

    `number` counts the statements of a year, `position` those of the period: without a gap, none used twice.
    """

    closing = models.ForeignKey("closing.Closing", on_delete=models.PROTECT, related_name="statements")
    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="statements")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="statements")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="statements")
    version = models.PositiveIntegerField()
    year = models.PositiveIntegerField(help_text="The year of the billed month.")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    team_name = models.CharField(max_length=200)
    owner = models.CharField(max_length=200, blank=True)
    cost_centre = models.CharField(max_length=80, blank=True)
    gl_account = models.CharField(max_length=80, blank=True)
    rulebook_fingerprint = models.CharField(max_length=64)
    direct = cents()
    shared = cents()
    adjusted = cents(help_text="Adjustments of earlier months, less what an earlier version billed as adjustments.")
    total = cents()
    issued_at = models.DateTimeField()
    body = models.TextField(help_text="All that page and files show, as canonical JSON.")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the body.")
    audit_head = models.CharField(
        max_length=90, blank=True, help_text="The audit log's newest block at issue; part of the body too."
    )

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="statement_number_once"),
            models.UniqueConstraint(fields=["period", "position"], name="statement_position_once"),
            models.UniqueConstraint(
                fields=["period", "version", "team"], nulls_distinct=False, name="statement_once_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.F("direct") + models.F("shared") + models.F("adjusted")),
                name="statement_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["checksum"], name="statement_checksum")]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """For example 2026-00042."""
        return f"{self.year}-{self.number:05}"


class IssuedLine(models.Model):
    """A line of an issued statement, in cents, with the names of that day. The lines add up to the statement."""

    class Kind(models.TextChoices):
        CHARGE = "charge", "charge of the month"
        ADJUSTMENT = "adjustment", "adjustment of an earlier month"
        SETTLED = "settled", "already billed as an adjustment"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(help_text="Place on the statement, from 0.")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    project = models.CharField(max_length=200, blank=True)
    service = models.CharField(max_length=256, blank=True)
    pool = models.CharField(max_length=200, blank=True)
    month = models.DateField(help_text="The month in which the cost arose.")
    cause = models.CharField(max_length=80, blank=True, help_text="Why it is there, in words.")
    amount = cents()

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        ordering = ["statement", "number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="issued_line_once")]

    def __str__(self) -> str:
        return f"{self.statement} {self.number}: {self.amount}"
