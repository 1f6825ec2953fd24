"""The records of a day once more, as columns of bytes, for whoever reads a whole month."""

from django.db import models


class RecordPack(models.Model):
    """What the records of a source's day say (see packs.py); written with them, in the same transaction.

    A trigger on the records forgets all packs as soon as anybody but a pull touches a record. Who finds that a day has
    no pack reads its records.
    """

    source = models.ForeignKey("Source", on_delete=models.CASCADE, related_name="packs", db_index=False)
    day = models.DateField()
    series = models.BinaryField(help_text="The series of each record, ascending.")
    billed = models.BinaryField(help_text="What each was billed, in 10^-10.")
    effective = models.BinaryField(help_text="Likewise; empty where no record of the day differs.")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "source"], name="pack_once_a_day")]

    def __str__(self) -> str:
        return f"{self.source} {self.day}, packed"
