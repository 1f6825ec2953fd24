"""Which requests a pull was answered, as evidence."""

from django.db import models


class AnsweredRequest(models.Model):
    """A request of a pull that the provider answered, in the order of asking from 0. The first is for the totals."""

    pull = models.ForeignKey("Pull", on_delete=models.CASCADE, related_name="answered", db_index=False)
    number = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64, blank=True, help_text="As the provider knows it.")
    asked = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pull", "number"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.asked}"
