"""The rulebook's options: one row."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .teams import Team


def project_tag() -> list[str]:
    return ["project"]


class AllocationOptions(models.Model):
    """The rulebook's options: exactly one row, made by a migration."""

    class Settlement(models.TextChoices):
        DIRECT = "direct", "direct: pools do not charge each other"
        STEP_DOWN = "step-down", "step-down: pools are closed one after the other"
        RECIPROCAL = "reciprocal", "reciprocal: solved as simultaneous equations"

    tag_keys = ArrayField(
        models.CharField(max_length=128),
        default=project_tag,
        blank=True,
        help_text="Tag keys that name the project; one a line; the first one present on a cost wins.",
    )
    folded_tag_keys = ArrayField(
        models.CharField(max_length=128),
        default=list,
        blank=True,
        verbose_name="tag keys in any case",
        help_text="Tag keys whose values name the project whatever their case: Alpha, ALPHA and alpha are one. "
        "Without this, case counts, as it does at the provider.",
    )
    environment_key = models.CharField(
        max_length=128,
        blank=True,
        verbose_name="environment tag",
        help_text="Tag key that tells production from test, for the statement's table by environment. "
        "Empty: the first of env, environment and stage that a team's costs carry.",
    )
    default_owner = models.CharField(max_length=120, blank=True, help_text="Shown where a team has no owner.")
    services = ArrayField(
        models.CharField(max_length=256),
        default=list,
        blank=True,
        help_text="One a line; short names such as EC2 are understood. Only these services are charged, the rest is "
        "shown as 'not in scope'. Empty: all services.",
    )
    settlement = models.CharField(max_length=12, choices=Settlement.choices, default=Settlement.DIRECT)
    settlement_order = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        help_text="For step-down: short names of pools, one a line, in the order in which they are closed.",
    )
    unallocated_team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who looks after cost that no rule covers. It stays visible as unallocated.",
    )
    needs_second_person = models.BooleanField(
        "changes need a second person",
        default=False,
        help_text="Rules, projects, teams, pools and splits are then changed through drafts only, and a draft is "
        "published only after somebody other than its author approved it. Only a superuser switches this off.",
    )
    unallocated_limit = models.DecimalField(
        "limit of unallocated cost",
        max_digits=5,
        decimal_places=2,
        default=Decimal(2),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Percent of the bill. A month with more is closed only by name and with a reason.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "allocation options"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="options_one_row")]

    def __str__(self) -> str:
        return "Allocation options"
