"""What exploring reads and keeps: each run's cost by all dimensions at once, and the views that people have saved."""

from django.conf import settings
from django.db import models

from allocation.models import Team

from .scoping import TeamScopedQuerySet


class CostCube(models.Model):
    """A run's cost by all dimensions, as columns (see cubes.py): a team's own, or, without a team, the company's.

    In the run's basis; where billed and effective cost of the month differ, in the other one too.
    """

    run = models.ForeignKey("billing.Run", on_delete=models.CASCADE, related_name="cubes", db_index=False)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_other_basis = models.BooleanField(
        default=False, help_text="The month allocated in the basis that is not the run's: billed, or effective cost."
    )
    words = models.JSONField(help_text="[dimension, its distinct values] of each dimension.")
    account_names = models.JSONField(help_text="Account -> its name.")
    codes = models.BinaryField(help_text="Of each dimension in turn the places of the cells' values in its words.")
    amounts = models.BinaryField(help_text="What each cell costs in the month, in 10^-10.")
    cents = models.BinaryField(help_text="The same as printed: the cells of a statement line add up to its cents.")
    daily = models.BinaryField(help_text="31 days of each cell, in 10^-10.")

    objects = TeamScopedQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["run", "team", "is_other_basis"], name="cube_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"cube of {self.run}, {self.team or 'the company'}"


class SavedView(models.Model):
    """A way of looking at cost that a person has given a name: the query of its address, so it shows what is new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=80)
    query = models.TextField(help_text="Of the address of Explore, without the question mark.")
    is_default = models.BooleanField(default=False, help_text="What Explore opens with.")

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(is_default=True), name="saved_view_default_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
