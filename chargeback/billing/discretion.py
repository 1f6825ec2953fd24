"""What a team may read of rules: nothing that names another team, its people, its projects or their tag values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from allocation.engine.rulebook import Kind, Target

from .models import Run
from .run_rulebooks import read_json

A_RULE = "a mapping rule"


@dataclass(frozen=True, slots=True)
class Known:
    """The projects that are a team's own, and what finds the names of others; None where there are none."""

    projects: frozenset[str]
    foreign: re.Pattern[str] | None


EVERYTHING = Known(frozenset(), None)


@lru_cache(maxsize=32)
def known_to(run: int, fingerprint: str, team: str) -> Known:
    """Read once by each process for a team: the fingerprint is that of all that stands in the run's rulebook."""
    rulebook = read_json(run, fingerprint)
    names = foreign_names(rulebook, team)
    return Known(own_projects(rulebook, team), pattern_of(names) if names else None)


class Discretion:
    """What the members of one team, or (None) those who see all teams, may read of texts that admins wrote."""

    def __init__(self, run: Run, team: str | None) -> None:
        self.team, self.sees_all = team, team is None
        self.known = known_to(run.pk, run.rulebook_fingerprint, team) if team else EVERYTHING

    def allows(self, text: str) -> bool:
        """True when the text names nobody else."""
        foreign = self.known.foreign
        return foreign is None or foreign.search(text.casefold()) is None

    def rule(self, name: str) -> str:
        """The rule's name, or that it is one."""
        return name if self.allows(name) else A_RULE

    def is_own(self, target: Target) -> bool:
        """True when cost that goes there is the team's, or when all teams are seen."""
        own = {Kind.TEAM: {self.team}, Kind.PROJECT: self.known.projects}
        return self.sees_all or target.slug in own.get(target.kind, ())


def own_projects(rulebook: Mapping[str, Any], team: str) -> frozenset[str]:
    """The projects that are the team's on any day."""
    tenures = ((project["slug"], tenure) for project in rulebook["projects"] for tenure in project["tenures"])
    return frozenset(slug for slug, tenure in tenures if tenure["team"] == team)


def foreign_names(rulebook: Mapping[str, Any], team: str) -> set[str]:
    """Names of teams, owners, projects and tag values that are others' and not also the team's own."""
    own: set[str] = set()
    others: set[str] = set()
    for one in rulebook["teams"]:
        (own if one["slug"] == team else others).update((one["slug"], one["name"], one["owner"]))
    mine = own_projects(rulebook, team)
    for project in rulebook["projects"]:
        (own if project["slug"] in mine else others).update((project["slug"], project["name"], *project["tags"]))
    return {name.casefold() for name in others} - {name.casefold() for name in own} - {""}


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names as words of their own."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
