"""What users have chosen for themselves, and the passwords that were guessed wrong."""

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """How a user wants the portal to look. Empty means: as it comes. It grants nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference")
    theme = models.CharField(max_length=10, blank=True)
    locale = models.CharField(max_length=20, blank=True)
    page_size = models.PositiveSmallIntegerField(null=True)
    landing = models.CharField(max_length=100, blank=True)
    has_shortcuts = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"preferences of {self.user}"


class Guess(models.Model):
    """A password that is being tried or was wrong, for an account or from an address.

    `key` is a keyed hash: people type passwords into the field for the name, and those must not be readable here.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "guesses"
        indexes = [models.Index(fields=["key", "at"], name="guess_key_at")]

    def __str__(self) -> str:
        return f"{self.key[:8]} at {self.at}"
