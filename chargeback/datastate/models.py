"""What tells one state of the data from another."""

from django.db import models


class Change(models.Model):
    """One change of something that pages show. Triggers write it, in the transaction of the change.

    The numbers are random, so that a dump that is restored and then changed gets into no state that was there before.
    """

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
