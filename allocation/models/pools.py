"""Shared cost and how it is split: pools, split rules, drivers and their readings."""

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from .projects import Project
from .spans import Dated, Days, OnlyId, Retirable, exactly_one, forward, optional, slug_validator
from .teams import Team


class Pool(Retirable):
    """Shared cost that belongs to no project: support, network, a shared database."""

    slug = models.CharField(max_length=80, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=120, help_text="As printed on statements.")
    note = models.TextField(blank=True, help_text="What is in it and why it is shared; leads can read this.")

    class Meta:
        ordering = ["name", "slug"]

    def __str__(self) -> str:
        return self.name


class Driver(models.Model):
    """A usage measure by which a pool can be shared: GB stored, requests, head count."""

    slug = models.CharField(max_length=80, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True, help_text="For example GB, requests, heads.")

    class Meta:
        ordering = ["name", "slug"]

    def __str__(self) -> str:
        return self.name


class SplitRule(Dated):
    """How a pool is shared in a span of days."""

    class Method(models.TextChoices):
        FIXED = "fixed", "fixed weights"
        EVEN = "even", "even parts"
        PROPORTIONAL = "proportional", "in proportion to cost"
        DRIVER = "driver", "by readings of a driver"

    class Basis(models.TextChoices):
        DIRECT = "direct", "direct cost"
        TOTAL = "total", "direct cost and shares received so far"

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="split_rules")
    method = models.CharField(max_length=20, choices=Method.choices)
    basis = models.CharField(
        max_length=10, choices=Basis.choices, default=Basis.DIRECT, help_text="For 'in proportion to cost' only."
    )
    driver = models.ForeignKey(
        Driver, null=True, blank=True, on_delete=models.PROTECT, help_text="For 'by readings of a driver' only."
    )
    fallback = models.CharField(
        max_length=100,
        default="unallocated",
        help_text="When there is nothing to share by: even, previous, unallocated or team:SLUG.",
    )
    to_all_teams = models.BooleanField(
        "all teams",
        default=False,
        help_text="Share among all teams active in the month; leave the receivers below empty.",
    )

    class Meta:
        ordering = ["pool", F("valid_from").asc(nulls_first=True)]
        constraints = [
            forward("split_span_forward"),
            models.CheckConstraint(
                condition=Q(method="driver", driver__isnull=False) | (~Q(method="driver") & Q(driver=None)),
                name="split_driver_only_for_driver",
                violation_error_message="Choose a driver for the method 'by readings of a driver', and only for it.",
            ),
            ExclusionConstraint(
                name="split_one_rule_a_day",
                expressions=[
                    (OnlyId("pool"), RangeOperators.EQUAL),
                    (Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The pool already has a split rule on some of these days; "
                "end the other one first ('valid until' is the first day after).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool}: {self.get_method_display()}"


class Share(models.Model):
    """One receiver of a split rule: a team, a project or another pool, with its weight for fixed splits."""

    split_rule = models.ForeignKey(SplitRule, on_delete=models.CASCADE, related_name="shares")
    team = optional(Team, "shares")
    project = optional(Project, "shares")
    pool = optional(Pool, "receives")
    weight = models.DecimalField(
        max_digits=28,
        decimal_places=10,
        default=Decimal(1),
        validators=[
            MinValueValidator(Decimal(0), "A weight cannot be negative; use 0 for a receiver that gets nothing.")
        ],
        help_text="For fixed weights: any numbers; the parts are weight / sum of weights.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            exactly_one("share_one_receiver", "Choose exactly one of team, project and pool: who receives the share."),
            models.CheckConstraint(condition=Q(weight__gte=0), name="share_weight_not_negative"),
            models.UniqueConstraint(
                fields=["split_rule", "team", "project", "pool"],
                nulls_distinct=False,
                name="share_receiver_once",
                violation_error_message="This receiver is already in the list.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team or self.project or self.pool}: {self.weight.normalize():f}"


class Reading(models.Model):
    """The value of a driver for one receiver in one month."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="readings")
    month = models.DateField(help_text="The first day of the month.")
    team = optional(Team, "readings")
    project = optional(Project, "readings")
    pool = optional(Pool, "readings")
    value = models.DecimalField(max_digits=28, decimal_places=10, validators=[MinValueValidator(Decimal(0))])

    class Meta:
        ordering = ["driver", "-month", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="reading_month_is_first_day"),
            exactly_one("reading_one_target", "Choose exactly one of team, project and pool."),
            models.CheckConstraint(condition=Q(value__gte=0), name="reading_not_negative"),
            models.UniqueConstraint(
                fields=["driver", "month", "team", "project", "pool"], nulls_distinct=False, name="reading_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver} {self.month:%Y-%m} {self.team or self.project or self.pool}: {self.value.normalize():f}"
