"""What several models share: dated spans and slugs.

Dates are days in UTC. `valid_until` and `active_until` are exclusive: the first day on which the row no longer holds.
An empty start means "since ever", an empty end "until further notice".
"""

from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q

IN_USE = {"is_retired": False}

slug_validator = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$", "Use letters, digits, '.', '_' and '-', beginning with a letter or digit."
)


class OnlyId(Func):
    """A foreign key as a range of one id.

    GiST can compare ranges without the btree_gist extension, which not every PostgreSQL package carries.
    """

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = BigIntegerRangeField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        sql, params = super().as_sql(compiler, connection, **extra)
        return sql, (*params, *params)  # the expression stands twice in the template


class Days(Func):
    """A pair of date columns as PostgreSQL's daterange, end exclusive."""

    function = "DATERANGE"
    output_field = DateRangeField()


def days(start: object, until: object) -> str:
    """A span of days in words; `until` is the first day after."""
    if not start and not until:
        return "always"
    return " ".join(word for word in (f"from {start}" if start else "", f"until {until}" if until else "") if word)


BACKWARD = "The end must be later than the start; it is the first day that no longer counts."


class Dated(models.Model):
    """A row that holds on the days from `valid_from` up to, not including, `valid_until`."""

    valid_from = models.DateField(null=True, blank=True, help_text="First day; empty: since ever.")
    valid_until = models.DateField(null=True, blank=True, help_text="First day after; empty: until further notice.")

    class Meta:
        abstract = True

    def clean(self) -> None:
        refuse_backward(self, "valid_from", "valid_until")


def refuse_backward(row: models.Model, start: str, until: str) -> None:
    """Raises ValidationError at the end's field. Said before PostgreSQL is asked: it knows no backward range."""
    first, end = getattr(row, start), getattr(row, until)
    if first and end and end <= first:
        raise ValidationError({until: BACKWARD})


class Retirable(models.Model):
    """A row that outlives the rulebook: statements name it, so it is kept, but it takes part in nothing."""

    is_retired = models.BooleanField(
        "retired",
        default=False,
        help_text="Kept because old statements name it. It takes part in no rule, split or month any more.",
    )

    class Meta:
        abstract = True


def forward(name: str, start: str = "valid_from", until: str = "valid_until") -> models.CheckConstraint:
    """A constraint that the exclusive end lies after the start."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__lt": F(until)}) | Q(**{start: None}) | Q(**{until: None}),
        name=name,
        violation_error_message=BACKWARD,
    )


def optional(model: type[models.Model], related_name: str) -> "models.ForeignKey[Any, Any]":
    """One of the three columns that name a target: a team, a project or a pool that is not retired."""
    return models.ForeignKey(
        model,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=related_name,
        limit_choices_to=IN_USE,
    )


def exactly_one(name: str, message: str) -> models.CheckConstraint:
    """A constraint that exactly one of project, team and pool is set."""
    return models.CheckConstraint(
        condition=Q(project__isnull=False, team=None, pool=None)
        | Q(project=None, team__isnull=False, pool=None)
        | Q(project=None, team=None, pool__isnull=False),
        name=name,
        violation_error_message=message,
    )
