"""The audit log as a CSV table: one row for each field that changed."""

from collections.abc import Iterable

from chargeback.audit.found import EntryFacts, FieldChange

from .csv_files import csv_bytes

COLUMNS = ("entry", "at", "who", "door", "action", "subject", "row", "field", "old", "new", "reason")
NO_FIELD = (FieldChange("", "", ""),)


def audit_csv(entries: Iterable[EntryFacts]) -> bytes:
    return csv_bytes(
        COLUMNS,
        (
            (
                entry.pk,
                entry.at.isoformat(),
                entry.actor,
                entry.door,
                entry.action,
                entry.subject,
                entry.row,
                field.name,
                field.old,
                field.new,
                entry.reason,
            )
            for entry in entries
            for field in entry.fields or NO_FIELD
        ),
    )
