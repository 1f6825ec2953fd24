"""Billing periods, runs and what a run found: assignments, shares, charges, statement lines."""

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from allocation.models import Pool, Project, Team, sees_all_teams
from chargeback.costs.models import CostSeries, Pull

from .what_if_models import DraftMonth, RuleReview, SettlementComparison

__all__ = [
    "Assignment",
    "BillingPeriod",
    "Charge",
    "DraftMonth",
    "PoolShare",
    "RuleReview",
    "Run",
    "SettlementComparison",
    "StatementLine",
]

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def money(**options: object) -> "models.DecimalField[Decimal, Decimal]":
    """An exact amount of the period's currency: ten decimals, as the provider gives them."""
    return models.DecimalField(max_digits=28, decimal_places=10, **options)  # type: ignore[arg-type]


class TeamScopedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def visible_to(self, user: "User") -> Self:
        """Rows of the teams that `user` may see; rows of no team (unallocated) only for those who see all teams."""
        if sees_all_teams(user):
            return self
        return self.filter(team__in=Team.objects.visible_to(user))


class BillingPeriodQuerySet(models.QuerySet["BillingPeriod"]):
    def visible_to(self, user: "User") -> Self:
        """Periods with a visible run in which `user` sees all teams, or at least one line of a team of theirs."""
        shown = self.exclude(current_run=None)
        if sees_all_teams(user):
            return shown
        lines = StatementLine.objects.visible_to(user).filter(run=models.OuterRef("current_run"))
        return shown.filter(models.Exists(lines))


class BillingPeriod(models.Model):
    """A month of one currency. `current_run` is the run that pages, exports and commands read."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        IN_REVIEW = "in review", "in review"
        CLOSED = "closed", "closed"

    class Basis(models.TextChoices):
        BILLED = "billed", "billed cost"
        EFFECTIVE = "effective", "effective cost (amortized)"

    month = models.DateField(help_text="The first day of the month.")
    currency = models.CharField(max_length=3)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.BILLED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    current_run = models.ForeignKey("Run", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = BillingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["month", "currency"], name="period_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="period_month_is_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.currency}"


class Run(models.Model):
    """One calculation of a billing period. Written once, whole, and only when its sums are proved."""

    period = models.ForeignKey(BillingPeriod, on_delete=models.PROTECT, related_name="runs")
    basis = models.CharField(max_length=10, choices=BillingPeriod.Basis.choices)
    rulebook = models.JSONField(help_text="The rulebook as it was, with the names of that day.")
    rulebook_fingerprint = models.CharField(max_length=64)
    inputs_fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the cost records that were read.")
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the results; equal inputs give an equal checksum.")
    control_total = money(help_text="What the provider billed for the month.")
    allocated = money()
    unallocated = money()
    rounding = money(help_text="The provider's groups do not always add up to its total in the tenth decimal.")
    is_estimated = models.BooleanField(help_text="The provider still calls the month estimated.")
    pulls = models.ManyToManyField(Pull, related_name="runs")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"run {self.pk} of {self.period}"


class Assignment(models.Model):
    """Where a series went in a span of days of a run's month, and by which rule."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="assignments")
    series = models.ForeignKey(CostSeries, on_delete=models.PROTECT, related_name="assignments")
    start = models.DateField()
    until = models.DateField(help_text="Exclusive.")
    rule = models.CharField(max_length=400, blank=True)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=60, blank=True, help_text="Why it is with nobody.")
    amount = money(help_text="What the series cost in these days, exactly.")

    objects = TeamScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.series} -> {self.team or self.pool or self.reason}"


class PoolShare(models.Model):
    """What one receiver took from a pool in a run: how, and how much."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shares")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+")
    start = models.DateField()
    until = models.DateField(help_text="Exclusive.")
    method = models.CharField(max_length=20)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    receiver_pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    weight = models.TextField(help_text="Exact, as an integer or a fraction a/b.")
    unit = models.CharField(max_length=40, blank=True)
    ratio_numerator = models.TextField()
    ratio_denominator = models.TextField()
    amount = money()
    note = models.CharField(max_length=200, blank=True)

    objects = TeamScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pool} -> {self.team or self.project or self.receiver_pool}: {self.amount}"


class Charge(models.Model):
    """What a team and project carry for a day and service, directly or through a pool, in one run.

    Half a million of these are written at once, from keys that were read in the same transaction: PostgreSQL need not
    look up each of them again. Teams, projects and pools with history are never deleted, only ended.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="charges", db_index=False, db_constraint=False)
    day = models.DateField()
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    service = models.CharField(max_length=256)
    pool = models.ForeignKey(
        Pool, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    reason = models.CharField(max_length=60, blank=True)
    amount = money()

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "team", "day"], name="charge_run_team_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.team} {self.service}: {self.amount}"


class StatementLine(models.Model):
    """A run's charges summed over the month, exact and in cents.

    Cents are rounded by largest remainder: the bill in cents to teams and unallocated, each of those to its lines.
    So lines add up to the statement and statements with unallocated to the bill, at every level.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines", db_index=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service = models.CharField(max_length=256)
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=60, blank=True)
    amount = money(help_text="Exact.")
    cents = models.DecimalField(max_digits=28, decimal_places=2, help_text="As printed on the statement.")

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "team"], name="line_run_team")]

    def __str__(self) -> str:
        return f"{self.team} {self.service}: {self.cents}"
