"""Two people changed one rulebook -> one rulebook with both changes, and the places where they cannot both be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allocation.engine.rulebook import Rulebook

from .changes import OPTIONS, kept_order, parts
from .order import in_order

SECTIONS = {
    "team": "teams",
    "project": "projects",
    "pool": "pools",
    "rule": "rules",
    "driver": "drivers",
    "reading": "readings",
}
MISSING = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both sides changed, each to something else."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes; where there is a conflict, ours. It may need a look: a team that ours names may be gone."""

    rulebook: Rulebook
    conflicts: tuple[Conflict, ...]


def merge(base: Rulebook, theirs: Rulebook, ours: Rulebook) -> Merged:
    """What became of `base` on both sides. Whatever one side alone changed is kept as that side has it."""
    conflicts: list[Conflict] = []
    old, their, our = parts(base), parts(theirs), parts(ours)
    sections = {kind: merged_part(kind, old[kind], their[kind], our[kind], conflicts) for kind in SECTIONS}
    names = merged_order(base, theirs, ours, conflicts)
    rules = tuple(sections["rule"][name] for name in names if name in sections["rule"])
    fields: dict[str, Any] = {SECTIONS[kind]: tuple(values.values()) for kind, values in sections.items()}
    for name in OPTIONS:
        fields[name] = chosen(
            "option", name, getattr(base, name), getattr(theirs, name), getattr(ours, name), conflicts
        )
    return Merged(in_order(Rulebook(**fields | {"rules": rules})), tuple(conflicts))


def merged_part(
    kind: str,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    ours: Mapping[str, Any],
    conflicts: list[Conflict],
) -> dict[str, Any]:
    """All entries of a kind that are there in the end, by name."""
    found = {}
    for name in dict.fromkeys([*ours, *theirs]):
        old, their, our = base.get(name, MISSING), theirs.get(name, MISSING), ours.get(name, MISSING)
        found[name] = chosen(kind, name, old, their, our, conflicts)
    return {name: value for name, value in found.items() if value is not MISSING}


def chosen(kind: str, name: str, base: Any, theirs: Any, ours: Any, conflicts: list[Conflict]) -> Any:
    if ours == base:
        return theirs
    if theirs not in (base, ours):
        conflicts.append(Conflict(kind, name))
    return ours


def merged_order(base: Rulebook, theirs: Rulebook, ours: Rulebook, conflicts: list[Conflict]) -> list[str]:
    """The names of all rules, in the order of the side that moved rules; new ones stay behind their neighbour."""
    their_names, our_names = ([rule.name for rule in side.rules] for side in (theirs, ours))
    if not moved(base, ours):
        return with_others(their_names, our_names)
    if moved(base, theirs) and kept_order(theirs, ours) != kept_order(ours, theirs):
        conflicts.append(Conflict("rules", "order"))
    return with_others(our_names, their_names)


def moved(base: Rulebook, side: Rulebook) -> bool:
    return kept_order(base, side) != kept_order(side, base)


def with_others(names: Sequence[str], others: Sequence[str]) -> list[str]:
    """All names, in the order of the first list; those that only the second has behind their neighbour there."""
    found = list(names)
    for place, name in enumerate(others):
        if name not in found:
            before = next((one for one in reversed(others[:place]) if one in found), None)
            found.insert(found.index(before) + 1 if before else 0, name)
    return found
