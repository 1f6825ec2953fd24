"""A thing that was found, and how well it fits: exactly, by its beginning, or somewhere inside."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from allocation.engine.services import SHORT_NAMES

EXACT, PREFIX, INSIDE = range(3)
READ = 200  # rows of a kind that are looked at; of more than that nobody finds the one


@dataclass(frozen=True, slots=True)
class Hit:
    """`key` is what a link needs: a short name, a number, a value. `texts` are what was compared, best names first.

    `team` is whose it is, where the thing is shown as a team's; `month` where it is a month's.
    """

    kind: str
    key: str
    name: str
    texts: tuple[str, ...]
    note: str = ""
    team: str = ""
    month: dt.date | None = None
    currency: str = ""

    def rank(self, words: str) -> int:
        wanted, texts = words.casefold(), [text.casefold() for text in self.texts]
        if wanted in texts:
            return EXACT
        return PREFIX if any(text.startswith(wanted) for text in texts) else INSIDE


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind, the best first; `is_cut` when there are more."""

    kind: str
    hits: tuple[Hit, ...]
    is_cut: bool


def grouped(words: str, found: Iterable[Iterable[Hit]], most: int) -> tuple[Group, ...]:
    """Exact before beginning before inside, then by name; each thing once; groups without a hit are left out."""
    groups = []
    for hits in found:
        once = {(hit.key, hit.team): hit for hit in hits}
        ordered = sorted(once.values(), key=lambda hit: (hit.rank(words), hit.name.casefold(), hit.key, hit.team))
        if ordered:
            groups.append(Group(ordered[0].kind, tuple(ordered[:most]), len(ordered) > most))
    return tuple(groups)


def having(rows: "QuerySet[Any, Any]", words: str, *columns: str) -> Any:
    """Rows in one of whose columns the words stand: first those that begin with them, READ at most."""
    begins, holds = Q(), Q()
    for column in columns:
        begins |= Q(**{f"{column}__istartswith": words})
        holds |= Q(**{f"{column}__icontains": words})
    first = list(rows.filter(begins).distinct()[:READ])
    return first if len(first) >= READ else [*first, *rows.filter(holds & ~begins).distinct()[: READ - len(first)]]


def services_having(rows: "QuerySet[Any, Any]", words: str) -> Any:
    """Rows whose service bears the words, in its billed name or in a short one: S3 is Amazon Simple Storage Service."""
    wanted = words.casefold()
    meant = [billed for short, names in SHORT_NAMES.items() if short.casefold().startswith(wanted) for billed in names]
    return [*rows.filter(service__in=meant).distinct()[:READ], *having(rows, words, "service")]


def names_of_service(service: str) -> tuple[str, ...]:
    """The billed name and the short ones."""
    return (service, *(short for short, names in SHORT_NAMES.items() if service in names))
