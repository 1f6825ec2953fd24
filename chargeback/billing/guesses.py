"""Whose unallocated cost probably is, and why one may think so. A guess is only ever offered, never applied."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from rapidfuzz import fuzz, process

from allocation.engine.rulebook import Kind, Target
from allocation.models import ProjectTag, Tenure

from .models import Assignment, Run
from .unallocated import UnallocatedRow

NEAR, MOST_OF = 75, 50  # percent: how alike two tag values are; how much of the neighbours' cost is with one

Neighbours = Mapping[tuple[str, ...], Mapping[Target, Decimal]]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where the cost probably belongs, how sure that is in percent, and why."""

    target: Target
    percent: int
    why: str


def guesses(run: Run, rows: Sequence[UnallocatedRow]) -> dict[str, Guess]:
    """The best guess for each row for which there is one, by the row's key. Meant for a page of rows at a time.

    A tag value that is nearly a known one comes first; then where the tagged cost of the same account and service is;
    then where most of the account's cost is.
    """
    wanted = [row for row in rows if row.is_assignable]
    known = known_values() if any(row.tag_value for row in wanted) else {}
    by_service, by_account = neighbours(run, {row.account for row in wanted if row.account})
    found = {
        row.key: near_miss(row, known) or most_of_service(row, by_service) or most_of_account(row, by_account)
        for row in wanted
        if not row.project
    }
    found |= {row.key: last_team(row) for row in wanted if row.project}
    return {key: guess for key, guess in found.items() if guess}


def known_values() -> dict[str, tuple[str, str]]:
    """Every tag value of a project in use without case and punctuation -> the value and the project's slug."""
    tags = ProjectTag.objects.filter(project__is_retired=False).values_list("value", "project__slug")
    return {plain(value): (value, slug) for value, slug in tags}


def plain(text: str) -> str:
    """Without case and punctuation: `Rate_Quotes` and `rate-quotes` are the same word."""
    return re.sub(r"[\W_]+", "", text.casefold())


def near_miss(row: UnallocatedRow, known: Mapping[str, tuple[str, str]]) -> Guess | None:
    word = plain(row.tag_value)
    if not word:
        return None
    best = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    if best is None:
        return None
    value, slug = known[best[0]]
    alike = min(99, int(best[1]))
    return Guess(Target(Kind.PROJECT, slug), alike, f"{alike} % like the tag value {value}")


def neighbours(run: Run, accounts: Iterable[str]) -> tuple[Neighbours, Neighbours]:
    """Where the cost of these accounts is, by account and service and by account alone; only what is with somebody."""
    columns = ("series__sub_account_id", "series__service_name", "project__slug", "team__slug", "pool__slug")
    placed = Assignment.objects.filter(run=run, series__sub_account_id__in=accounts).exclude(team=None, pool=None)
    by_service: dict[tuple[str, ...], dict[Target, Decimal]] = {}
    by_account: dict[tuple[str, ...], dict[Target, Decimal]] = {}
    for account, service, project, team, pool, amount in (
        placed.values_list(*columns).annotate(Sum("amount")).order_by()
    ):
        target = target_of(project, team, pool)
        for key, places in (((account, service), by_service), ((account,), by_account)):
            sums = places.setdefault(key, {})
            sums[target] = sums.get(target, Decimal(0)) + abs(amount)
    return by_service, by_account


def target_of(project: str | None, team: str | None, pool: str | None) -> Target:
    if pool:
        return Target(Kind.POOL, pool)
    return Target(Kind.PROJECT, project) if project else Target(Kind.TEAM, team or "")


def most_of_service(row: UnallocatedRow, places: Neighbours) -> Guess | None:
    percent, target = largest(places.get((row.account, row.service), {}))
    why = f"{percent} % of the account's other {row.service} is there"
    return Guess(target, percent, why) if target and percent >= MOST_OF else None


def most_of_account(row: UnallocatedRow, places: Neighbours) -> Guess | None:
    percent, target = largest(places.get((row.account,), {}))
    why = f"by account: {percent} % of its cost is there"
    return Guess(target, percent, why) if target and percent >= MOST_OF else None


def largest(places: Mapping[Target, Decimal]) -> tuple[int, Target | None]:
    """The target with most of the cost, and its part in percent."""
    whole = sum(places.values(), Decimal(0))
    if not whole:
        return 0, None
    target = min(places, key=lambda one: (-places[one], one))
    return int(100 * places[target] / whole), target


def last_team(row: UnallocatedRow) -> Guess | None:
    """The team that had the project last."""
    tenures = Tenure.objects.filter(project__slug=row.project).select_related("team").order_by("-valid_until")
    last = tenures.first()
    return Guess(Target(Kind.TEAM, last.team.slug), 50, f"{last.team.name} had the project last") if last else None
