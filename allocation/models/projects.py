"""What teams run: projects, the tag values that name them, and whose they are on which day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F

from .spans import IN_USE, Dated, Days, OnlyId, Retirable, forward, slug_validator
from .teams import Team


class Project(Retirable):
    """The thing a team runs. It belongs to one team on any one day."""

    slug = models.CharField(max_length=80, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=120, help_text="As printed on statements.")

    class Meta:
        ordering = ["name", "slug"]

    def __str__(self) -> str:
        return self.name


class ProjectTag(models.Model):
    """A value of the project tag that means this project. Case counts, as it does at the provider."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tags")
    value = models.CharField(
        max_length=256,
        unique=True,
        error_messages={"unique": "Another project has this tag value; a value names one project only."},
    )

    class Meta:
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value


class Tenure(Dated):
    """The span of days in which a project belongs to a team."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tenures")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tenures", limit_choices_to=IN_USE)

    class Meta:
        ordering = ["project", F("valid_from").asc(nulls_first=True)]
        verbose_name = "assignment of a project"
        verbose_name_plural = "assignments of projects"
        constraints = [
            forward("tenure_span_forward"),
            ExclusionConstraint(
                name="tenure_one_team_a_day",
                deferrable=Deferrable.DEFERRED,  # moving the day of a change touches two rows
                expressions=[
                    (OnlyId("project"), RangeOperators.EQUAL),
                    (Days("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="The project already belongs to a team on some of these days; "
                "end the other assignment first ('valid until' is the first day after).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} of {self.team}"
