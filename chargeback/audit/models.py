"""The audit log: entries, and the blocks that chain them. Triggers refuse to change, delete or truncate either.

Entries about tables are written by triggers in PostgreSQL (see triggers.sql), so SQL by hand is seen too. What the
rulebook's tables said is kept once, by allocation/models/history.py: an entry names that event and holds its digest.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that was done. `old` and `new` hold the fields that changed; where an event does, they are empty."""

    at = models.DateTimeField(db_default=Now(), help_text="By the database's clock.")
    actor = models.TextField(help_text="The person as they were called then; it stays when the user is no more.")
    user = models.BigIntegerField(null=True, help_text="The id of the user, if there was one.")
    door = models.TextField(help_text="page, admin, command, job or database (SQL by hand).")
    reason = models.TextField(blank=True)
    action = models.TextField(help_text="insert, update, delete, login, login failed, logout, export ...")
    subject = models.TextField(help_text="The table, or what else it was done to.")
    row = models.TextField(blank=True, help_text="The row's key, or the name of a file.")
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    event = models.BigIntegerField(null=True, help_text="The event that holds the values: its number in its table.")
    event_digest = models.TextField(blank=True, help_text="SHA-256 of the event's columns.")
    event_columns = ArrayField(models.TextField(), null=True, help_text="The columns that the event had then.")

    class Meta:
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["at"], name="audit_entry_at"),
            models.Index(fields=["subject", "-id"], name="audit_entry_subject"),
            models.Index(fields=["action", "-id"], name="audit_entry_action"),
            models.Index(fields=["subject", "event"], condition=~models.Q(event=None), name="audit_entry_event"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject} {self.row}"


class Block(models.Model):
    """Some entries under one hash, which covers the hash of the block before: see chain.py for what is hashed."""

    number = models.BigIntegerField(primary_key=True, help_text="From 1, without gaps.")
    version = models.SmallIntegerField(help_text="Of the form in which entries are hashed.")
    made_at = models.DateTimeField()
    entries = ArrayField(models.BigIntegerField(), help_text="The entries' ids, in the order hashed.")
    previous = models.CharField(max_length=64, help_text="Hash of the block before; zeros before the first.")
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"block {self.number} ({self.hash[:12]})"
