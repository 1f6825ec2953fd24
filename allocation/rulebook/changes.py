"""Two rulebooks -> what differs between them, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from allocation.engine.rulebook import Rulebook

KEPT = ("team", "project", "pool")
OPTIONS = ("tag_keys", "folded_tag_keys", "services", "default_owner", "settlement", "unallocated_team")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `what` is added, changed, removed or retired; `detail` says how, where it is short."""

    kind: str
    name: str
    what: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}: {self.what}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs, by kind and name. Empty when nothing does."""

    items: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    def lines(self) -> list[str]:
        return [str(change) for change in self.items]


def changes_between(before: Rulebook, after: Rulebook) -> Changes:
    """What must change to come from one rulebook to the other. Both are in canonical order."""
    old, new = parts(before), parts(after)
    found = [change for kind in new for change in differences(kind, old[kind], new[kind])]
    if kept_order(before, after) != kept_order(after, before):
        found.append(Change("rules", "order", "changed"))
    found += [
        Change("option", name, "changed", f"{shown(getattr(before, name))} -> {shown(getattr(after, name))}")
        for name in OPTIONS
        if getattr(before, name) != getattr(after, name)
    ]
    return Changes(tuple(found))


def parts(rulebook: Rulebook) -> dict[str, dict[str, Any]]:
    """Everything with a name, by kind and name."""
    return {
        "team": {team.slug: team for team in rulebook.teams},
        "project": {project.slug: project for project in rulebook.projects},
        "pool": {pool.slug: pool for pool in rulebook.pools},
        "rule": {rule.name: rule for rule in rulebook.rules},
        "driver": {driver.slug: driver for driver in rulebook.drivers},
        "reading": {f"{one.driver} {one.month:%Y-%m} {one.target}": one for one in rulebook.readings},
    }


def differences(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    gone = "retired" if kind in KEPT else "removed"
    why = "old statements keep its name; it takes part in nothing" if kind in KEPT else ""
    return [
        *(Change(kind, name, "added") for name in new if name not in old),
        *(Change(kind, name, "changed", detail(old[name], new[name])) for name in new if differ(name, old, new)),
        *(Change(kind, name, gone, why) for name in old if name not in new),
    ]


def differ(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return name in old and old[name] != new[name]


def detail(old: Any, new: Any) -> str:
    """The fields that differ, texts with what they were and are."""
    pairs = [(field.name, getattr(old, field.name), getattr(new, field.name)) for field in fields(old)]
    return ", ".join(
        f"{name} {shown(was)} -> {shown(now)}" if isinstance(now, str) else name
        for name, was, now in pairs
        if was != now
    )


def shown(value: object) -> str:
    match value:
        case str():
            return repr(value)
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case None:
            return "none"
    return str(getattr(value, "method", value))


def kept_order(rulebook: Rulebook, other: Rulebook) -> list[str]:
    """The names of the rules that both have, in the order of the first."""
    names = {rule.name for rule in other.rules}
    return [rule.name for rule in rulebook.rules if rule.name in names]
