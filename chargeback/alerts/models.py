"""Who wants the daily digest, and what was sent to whom on which day."""

from django.conf import settings
from django.db import models


class DigestChoice(models.Model):
    """Whether a user wants the daily digest. Only those who see all teams get it, whatever they want."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice")
    wants_digest = models.BooleanField(
        "daily digest by e-mail",
        default=False,
        help_text="What needs attention in the data, once a day and only when there is something. "
        "For finance and admins with an e-mail address.",
    )

    def __str__(self) -> str:
        return f"{self.user}: {'digest' if self.wants_digest else 'no digest'}"


class Digest(models.Model):
    """The digest of one day: there is one a day, whatever happens. `since` is from when on things are new in it."""

    day = models.DateField(unique=True)
    since = models.DateTimeField()
    composed_at = models.DateTimeField()
    points = models.PositiveIntegerField(default=0, help_text="How many things it tells; 0: nothing, so no mail.")

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"digest of {self.day}"


class Delivery(models.Model):
    """One mail to one person. The row is there before the mail goes out, so that nobody ever gets a second one.

    A row that stays `sending` lost its worker in between: whether the mail went out is unknown, and it is not repeated.
    """

    class State(models.TextChoices):
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    begun_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["digest", "user"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.digest} to {self.user}: {self.state}"
