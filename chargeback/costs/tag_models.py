"""What is known of tags: the keys that AWS lists, the values that were ever billed, and the keys a team must carry."""

from django.db import models
from django.db.models.functions import MD5

from allocation.models import Team

from .source_models import Source


class TagListing(models.Model):
    """When a source was last asked for its cost allocation tags, and why it did not answer, if it did not."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="tag_listing")
    tried_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True, help_text="When the keys that are stored were listed.")
    error = models.TextField(blank=True, help_text="One sentence for people; empty when the last try succeeded.")
    error_code = models.CharField(max_length=80, blank=True, help_text="As the provider calls it.")
    what_to_do = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"tags of {self.source}"


class TagKey(models.Model):
    """A cost allocation tag of a payer, as AWS listed it last. Case counts: Project and project are two."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="listed_tags")
    key = models.CharField(max_length=256)
    kind = models.CharField(max_length=20, help_text="AWSGenerated or UserDefined.")
    is_active = models.BooleanField()
    last_updated = models.DateField(null=True, help_text="When it was switched on or off; empty: it never was on.")
    last_used = models.DateField(null=True, help_text="The last month in which a resource carried it.")
    first_seen = models.DateTimeField(help_text="When AWS listed it here for the first time.")

    class Meta:
        ordering = ["source", "key"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="tag_key_once")]

    def __str__(self) -> str:
        return f"{self.key} at {self.source}"


class TagValue(models.Model):
    """A value of a tag that was ever billed. Kept when its cost is gone: it is new only once."""

    key = models.TextField()
    value = models.TextField()
    first_day = models.DateField(help_text="The first day on which it was billed, of the days that were ever stored.")
    noticed_at = models.DateTimeField(help_text="When the portal saw it for the first time.")

    class Meta:
        # Strangers write values; an index on the text itself refuses those of more than 2,700 bytes.
        constraints = [models.UniqueConstraint(MD5("key"), MD5("value"), name="tag_value_once")]
        indexes = [models.Index(fields=["noticed_at"], name="tag_value_noticed")]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"


class RequiredTag(models.Model):
    """A tag key that the direct cost of a team, or of every team, must carry."""

    team = models.ForeignKey(
        Team,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="required_tags",
        help_text="Empty: every team.",
    )
    key = models.CharField(max_length=128, help_text="As at the provider; case counts. For example: env")

    class Meta:
        ordering = ["team__name", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "key"],
                name="required_tag_once",
                nulls_distinct=False,
                violation_error_message="This key is already required there.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} on the cost of {self.team or 'every team'}"
