"""A draft -> what it would change, entry by entry, and what has changed without it since it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocation.engine.rulebook import Rulebook
from allocation.history.version import rulebook_version
from allocation.models import Draft
from allocation.rulebook import changes_between, load_rulebook, rulebook_from_json
from allocation.rulebook.changes import Change, parts
from allocation.rulebook.fragments import entry_as_yaml
from allocation.rulebook.merge import Conflict, merge

MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One difference with the entry as YAML on both sides; empty where it is not there or has no YAML of its own."""

    change: Change
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """The first changes with their YAML, and how many there are in all: an import can change thousands."""

    shown: tuple[EntryChange, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Since:
    """What others changed in the rulebook since the draft was made, and where the draft changed the same."""

    changes: EntryChanges
    conflicts: tuple[Conflict, ...] = ()


def entry_changes(draft: Draft) -> EntryChanges:
    """What the draft would change in the rulebook that it was made on."""
    return between(rulebook_from_json(draft.base), rulebook_from_json(draft.rulebook))


def since(draft: Draft) -> Since | None:
    """What changed without the draft; None while the rulebook is still the one it was made on."""
    if not draft.is_open or rulebook_version() == draft.base_version:
        return None
    current = load_rulebook()
    if current.fingerprint() == draft.base_fingerprint:
        return None
    base = rulebook_from_json(draft.base)
    return Since(between(base, current), merge(base, current, rulebook_from_json(draft.rulebook)).conflicts)


def between(before: Rulebook, after: Rulebook) -> EntryChanges:
    old, new, changes = parts(before), parts(after), changes_between(before, after).items
    shown = (EntryChange(change, entry(old, change), entry(new, change)) for change in changes[:MOST_SHOWN])
    return EntryChanges(tuple(shown), len(changes))


def entry(known: Mapping[str, Mapping[str, Any]], change: Change) -> str:
    value = known.get(change.kind, {}).get(change.name)
    return "" if value is None else entry_as_yaml(value)
