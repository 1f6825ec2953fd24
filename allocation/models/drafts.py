"""Changes of the rulebook that somebody prepares: looked at, perhaps approved by a second person, then published."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def person(**options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", **options
    )


class Draft(models.Model):
    """A whole rulebook as it shall become, beside the one it was made on.

    Both are kept as the canonical JSON of a Rulebook, so that what is published is exactly what was looked at.
    `edition` grows with every change, so that two people who edit one draft do not overwrite each other.
    """

    class State(models.TextChoices):
        OPEN = "open", "open"
        PUBLISHED = "published", "published"
        DISCARDED = "discarded", "discarded"

    name = models.CharField(max_length=120, help_text="What it is about, for example: Reorganisation of May.")
    reason = models.CharField(max_length=500, help_text="Why; kept in the history of everything that it changes.")
    base = models.JSONField(help_text="The rulebook that it was made on.")
    base_fingerprint = models.CharField(max_length=64)
    base_version = models.CharField(max_length=64, help_text="While it is the version, nothing has changed since.")
    rulebook = models.JSONField(help_text="The rulebook as it shall become.")
    fingerprint = models.CharField(max_length=64)
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    author = person()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    approved_by = person(help_text="The second person. An approval is of one edition; another one needs another.")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_edition = models.PositiveIntegerField(null=True, blank=True)
    ended_by = person(help_text="Who published or discarded it.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="draft_approved_by_another",
                condition=Q(approved_by=None) | Q(author=None) | ~Q(approved_by=F("author")),
                violation_error_message="Nobody approves a draft of their own.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_approved(self) -> bool:
        """True when a second person approved it as it is now."""
        return self.approved_edition == self.edition
