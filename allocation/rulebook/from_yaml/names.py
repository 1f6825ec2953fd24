"""The teams, projects and pools that a file names, and texts that point at them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from allocation.engine.rulebook import Kind, Target

from .entries import Entry, did_you_mean

SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LONGEST_SLUG, LONGEST_NAME = 80, 120


@dataclass(frozen=True, slots=True)
class Names:
    """Keys as written -> slugs, for each kind of target."""

    teams: Mapping[str, str]
    projects: Mapping[str, str]
    pools: Mapping[str, str]

    def of(self, kind: Kind) -> Mapping[str, str]:
        return {Kind.TEAM: self.teams, Kind.PROJECT: self.projects, Kind.POOL: self.pools}[kind]

    def find(self, kind: Kind, entry: Entry) -> str:
        """The slug of the team, project or pool that the entry names; empty when there is none."""
        return self.slug(kind, entry.text(200), entry)

    def slug(self, kind: Kind, name: str, entry: Entry) -> str:
        known = self.of(kind)
        if name not in known:
            entry.refuse(f"unknown {kind} {name!r}{self.elsewhere(kind, name)}")
        return known.get(name, "")

    def elsewhere(self, kind: Kind, name: str) -> str:
        """Where the name was perhaps meant to point."""
        near = did_you_mean(name, self.of(kind))
        others = [other for other in Kind if other is not kind and name in self.of(other)]
        if not near and others:
            return f"; there is a {others[0]} of that name: write {others[0]}:{name}"
        return near or f"; add it under {kind}s:"

    def target(self, name: str, entry: Entry) -> Target | None:
        """The target that `name` says: a team, or with a prefix team:, project: or pool:."""
        kind, _, rest = name.partition(":")
        if name not in self.teams and kind in set(Kind) and rest:
            slug = self.slug(Kind(kind), rest, entry)
            return Target(Kind(kind), slug) if slug else None
        slug = self.slug(Kind.TEAM, name, entry)
        return Target(Kind.TEAM, slug) if slug else None


def slugs(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Each key with its slug: the key itself, or the key in plain letters where it has others."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, entry in entries.items():
        slug = slug_of(key)
        if not slug:
            entry.refuse("write a key with letters or digits a-z; the full text can stand under name:")
        elif len(slug) > LONGEST_SLUG:
            entry.refuse(f"a key has at most {LONGEST_SLUG} characters; the full text can stand under name:")
        elif slug in taken:
            entry.refuse(f"its short name would be {slug!r}, as another's; write another key and the text under name:")
        else:
            found[key] = slug
            taken.add(slug)
    return found


def slug_of(text: str) -> str:
    """The text when it can stand in links and file names, else made so."""
    if SLUG.fullmatch(text):
        return text
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_text).strip("-._")
