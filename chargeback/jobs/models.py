"""The work list. A job is due until it is done; Celery only carries its id."""

from django.conf import settings
from django.db import models


class Job(models.Model):
    """A piece of long work that survives workers, brokers and restarts.

    `slot` names the work: two requests for the same slot are one job. While a worker runs a job it holds the
    PostgreSQL advisory lock of the job's id; a running job whose lock is free was abandoned and is sent again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    slot = models.CharField(max_length=200, help_text="What this job does, as a key; open jobs have different slots.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True, help_text="For example: 12 of 30 days, 31 requests, $0.31")
    error = models.TextField(blank=True, help_text="One sentence for people: what happened and what to do.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not to be started before.")
    nudged_at = models.DateTimeField(null=True, help_text="When Celery was last told that the job is due.")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(state__in=["queued", "running"]), name="job_open_slot_once"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slot} ({self.state})"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}
