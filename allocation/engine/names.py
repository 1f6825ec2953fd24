"""The names that a rulebook defines, and the sentence for one that it does not."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from .rulebook import Kind, Rulebook, Target


class Names:
    """Slugs of teams, projects, pools and drivers."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.targets = {
            Kind.TEAM: {team.slug for team in rulebook.teams},
            Kind.PROJECT: {project.slug for project in rulebook.projects},
            Kind.POOL: {pool.slug for pool in rulebook.pools},
        }
        self.drivers = {driver.slug for driver in rulebook.drivers}

    def unknown(self, place: str, target: Target) -> Iterator[str]:
        known = self.targets[target.kind]
        if target.slug not in known:
            yield f"{place}: there is no {target.kind} {target.slug}; {instead(target.slug, known)}"

    def unknown_team(self, place: str, slug: str | None) -> Iterator[str]:
        if slug is not None:
            yield from self.unknown(place, Target(Kind.TEAM, slug))

    def unknown_driver(self, place: str, slug: str) -> Iterator[str]:
        if slug not in self.drivers:
            yield f"{place}: there is no driver {slug}; {instead(slug, self.drivers)}"


def instead(slug: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown name."""
    close = get_close_matches(slug, sorted(known), n=1)
    return f"did you mean {close[0]}?" if close else f"define it, or write one of: {some_of(known)}."


def some_of(known: Iterable[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:8]) + (", ..." if len(names) > 8 else "") if names else "(none is defined)"
