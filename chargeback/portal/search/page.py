"""What was found -> what the page and the list under the box show. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chargeback.billing.search import Group, Hit

from ..help import Help
from .links import link

TITLES = {
    "team": "Teams",
    "project": "Projects",
    "pool": "Pools",
    "rule": "Rules",
    "service": "Services",
    "account": "Accounts",
    "tag": "Tag values",
    "run": "Runs",
    "pull": "Pulls",
}
SHORTEST, LONGEST = 2, 200
ON_PAGE, IN_LIST = 20, 5
HELP = Help(
    "Finds teams, projects, pools, services, accounts and tag values by any part of their names, and runs by number or "
    "checksum; finance and admins also find rules and pulls. What fits exactly comes first, then what begins with the "
    "words. Only what you may see is searched."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit with where it leads."""

    name: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    title: str
    hits: tuple[Shown, ...]
    is_cut: bool


def words_asked(text: str) -> str:
    """What is looked for; empty where it is too short to find anything by. One digit can be a number."""
    words = text[:LONGEST].strip()
    return words if len(words) >= SHORTEST or words.isdecimal() else ""


def search_page(
    text: str, words: str, month: dt.date | None, groups: Iterable[Group], sees_company: bool
) -> dict[str, object]:
    shown = tuple(of_group(group, month, sees_company) for group in groups)
    return {
        "words": text[:LONGEST],
        "is_asked": bool(words),
        "groups": shown,
        "count": sum(len(group.hits) for group in shown),
        "help": HELP,
    }


def of_group(group: Group, month: dt.date | None, sees_company: bool) -> ShownGroup:
    return ShownGroup(TITLES[group.kind], tuple(of_hits(group.hits, month, sees_company)), group.is_cut)


def of_hits(hits: Iterable[Hit], month: dt.date | None, sees_company: bool) -> Iterator[Shown]:
    for hit in hits:
        note = hit.note if hit.note != hit.name else ""
        yield Shown(hit.name, note, link(hit, month, sees_company))
