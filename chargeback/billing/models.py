"""Billing periods, runs and what a run found: assignments, shares, statement lines and their charges.

The tables of what a run found are partitioned by run (see partitions.py): ask them for a run, or for some runs that
are named one by one. Their primary keys begin with the run.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from allocation.models import Pool, Project, Team, sees_all_teams
from chargeback.costs.models import CostSeries, Pull

from .explore_models import CostCube, SavedView
from .scoping import TeamScopedQuerySet
from .what_if_models import DraftMonth, RuleReview, SettlementComparison

__all__ = [
    "Assignment",
    "BillingPeriod",
    "Charge",
    "CostCube",
    "DraftMonth",
    "PoolShare",
    "RuleReview",
    "Run",
    "SavedView",
    "SettlementComparison",
    "StatementLine",
]

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def money(**options: object) -> "models.DecimalField[Decimal, Decimal]":
    """An exact amount of the period's currency: ten decimals, as the provider gives them."""
    return models.DecimalField(max_digits=28, decimal_places=10, **options)  # type: ignore[arg-type]


def optional(to: type[models.Model]) -> Any:
    """A key that a row of a run's results may lack. Such rows are found by their run, never by this key."""
    return models.ForeignKey(to, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)


class BillingPeriodQuerySet(models.QuerySet["BillingPeriod"]):
    def visible_to(self, user: "User") -> Self:
        """Periods with a visible run in which `user` sees all teams, or something is charged to a team of theirs.

        That is a line of the run, or an accepted adjustment of an earlier month that the period bills.
        """
        shown = self.exclude(current_run=None)
        if sees_all_teams(user):
            return shown
        # The runs by name: without them PostgreSQL would open the lines of every run there ever was.
        runs = list(shown.values_list("current_run_id", flat=True))
        lines = StatementLine.objects.visible_to(user).filter(run__in=runs)
        own = Team.objects.visible_to(user)
        billed = self.model.objects.filter(posted__team__in=own, posted__state="accepted").values("pk")
        return shown.filter(models.Exists(lines.filter(run=models.OuterRef("current_run"))) | models.Q(pk__in=billed))


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
    is_basis_fixed = models.BooleanField(default=False, help_text="Set with the first review; the basis then stays.")
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
    other_fingerprint = models.CharField(
        max_length=64,
        default="",
        blank=True,
        help_text="The same in the other basis; equal when no record differs, empty when it was not read.",
    )
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

    pk = models.CompositePrimaryKey("run_id", "series_id", "start")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    series = models.ForeignKey(CostSeries, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    start = models.DateField()
    until = models.DateField(help_text="Exclusive.")
    rule = models.CharField(max_length=400, blank=True)
    team = optional(Team)
    project = optional(Project)
    pool = optional(Pool)
    reason = models.CharField(max_length=60, blank=True, help_text="Why it is with nobody.")
    amount = money(help_text="What the series cost in these days, exactly.")

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run"], condition=models.Q(team=None, pool=None), name="assignment_unallocated"),
            models.Index(fields=["run", "team"], name="assignment_run_team"),
            models.Index(fields=["run", "pool"], name="assignment_run_pool"),
        ]

    def __str__(self) -> str:
        return f"{self.series} -> {self.team or self.pool or self.reason}"


class PoolShare(models.Model):
    """What one receiver took from a pool in a run: how, and how much."""

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shares", db_index=False)
    number = models.IntegerField(help_text="Place among the shares of the run, from 0.")
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+", db_index=False)
    start = models.DateField()
    until = models.DateField(help_text="Exclusive.")
    method = models.CharField(max_length=20)
    team = optional(Team)
    project = optional(Project)
    receiver_pool = optional(Pool)
    weight = models.TextField(help_text="Exact, as an integer or a fraction a/b.")
    unit = models.CharField(max_length=40, blank=True)
    ratio_numerator = models.TextField()
    ratio_denominator = models.TextField()
    amount = money()
    note = models.CharField(max_length=200, blank=True)

    objects = TeamScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pool} -> {self.team or self.project or self.receiver_pool}: {self.amount}"


class StatementLine(models.Model):
    """What a team and project carry for a service, directly or through a pool, in one run: exact, by day and in cents.

    Cents are rounded by largest remainder: the bill in cents to teams and unallocated, each of those to its lines.
    So lines add up to the statement and statements with unallocated to the bill, at every level.
    """

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.IntegerField(help_text="Place among the lines of the run, from 0.")
    team = optional(Team)
    project = optional(Project)
    service = models.CharField(max_length=256)
    pool = optional(Pool)
    reason = models.CharField(max_length=60, blank=True, help_text="Why it is with nobody.")
    amount = money(help_text="Exact.")
    cents = models.DecimalField(max_digits=28, decimal_places=2, help_text="As printed on the statement.")
    daily = ArrayField(money(null=True), help_text="The amounts of days 1 to 31; they add up to `amount`.")

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "team"], name="line_run_team")]
        constraints = [models.CheckConstraint(condition=models.Q(daily__len=31), name="line_has_31_days")]

    def __str__(self) -> str:
        return f"{self.team} {self.service}: {self.cents}"


class Charge(models.Model):
    """One day of a statement line: what a team and project carry for a day and service, directly or through a pool.

    A view of the lines' days: as rows of their own, with the same keys, they took ten times the room and the time.
    """

    pk = models.CompositePrimaryKey("run_id", "line", "day")
    run = models.ForeignKey(Run, on_delete=models.DO_NOTHING, related_name="charges")
    line = models.IntegerField(help_text="The number of the statement line.")
    day = models.DateField()
    team = models.ForeignKey(Team, null=True, on_delete=models.DO_NOTHING, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.DO_NOTHING, related_name="+")
    service = models.CharField(max_length=256)
    pool = models.ForeignKey(Pool, null=True, on_delete=models.DO_NOTHING, related_name="+")
    reason = models.CharField(max_length=60)
    amount = money()

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "billing_charge"

    def __str__(self) -> str:
        return f"{self.day} {self.team} {self.service}: {self.amount}"


class TeamDay(models.Model):
    """What a team, or without one nobody, carried on a day of a run: its charges added up, so that pages need not."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="team_days", db_index=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    direct = money()
    shared = money()

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "team"], name="team_day_run_team")]

    def __str__(self) -> str:
        return f"{self.day} {self.team}: {self.direct + self.shared}"


class ServiceDay(models.Model):
    """What a service cost on a day of a run, whoever carried it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="service_days", db_index=False)
    service = models.CharField(max_length=256)
    day = models.DateField()
    amount = money()

    class Meta:
        indexes = [models.Index(fields=["run", "service"], name="service_day_run_service")]

    def __str__(self) -> str:
        return f"{self.day} {self.service}: {self.amount}"
