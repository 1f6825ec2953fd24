"""Files that people asked for and that were made in the background. The files themselves lie in a folder."""

from django.conf import settings
from django.db import models

from chargeback.jobs.models import Job


class Export(models.Model):
    """A file that `user` asked for. Rights are not kept here: they are read again when it is made and when it is taken.

    `query` is the question as it stands in a page's address. The file `stored` is whole once `made_at` is set. A file
    that was made by somebody who saw all teams may say more than a lead of the team is told, so `saw_all_teams`.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="export")
    what = models.CharField(max_length=20)
    month = models.DateField()
    team = models.CharField(max_length=80, blank=True, help_text="Short name; empty for the whole company.")
    query = models.TextField(blank=True)
    kind = models.CharField(max_length=4, help_text="xlsx or csv")
    stored = models.CharField(max_length=60, unique=True, help_text="The file's name in the folder; says nothing.")
    file_name = models.CharField(max_length=200, blank=True, help_text="The name under which it is taken away.")
    size = models.BigIntegerField(null=True, help_text="Bytes.")
    rows = models.BigIntegerField(null=True)
    run_id = models.BigIntegerField(null=True, help_text="The run whose numbers it holds.")
    saw_all_teams = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(help_text="From then on it cannot be taken, and is removed.")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["expires_at"], name="export_expires")]

    def __str__(self) -> str:
        return f"{self.what} {self.month:%Y-%m} {self.kind} of {self.user}"
