"""Drafts: the rulebook as it shall become, prepared beside the one that counts, approved and published."""

from .editing import DraftRefusedError, edit, new_draft, take_over
from .ending import approve, discard, publish
from .reading import EntryChange, EntryChanges, Since, entry_changes, since

__all__ = [
    "DraftRefusedError",
    "EntryChange",
    "EntryChanges",
    "Since",
    "approve",
    "discard",
    "edit",
    "entry_changes",
    "new_draft",
    "publish",
    "since",
    "take_over",
]
