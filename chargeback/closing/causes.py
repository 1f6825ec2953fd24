"""Why a closed month would come out differently now: one input is changed at a time, in a fixed order. Pure.

provider      today's records under the rules of then
rule          mapping rules, pools and splits, tags of projects, options of today
reading       the readings of today
organisation  teams and whose each project is, of today: the rulebook as it is

Each step's difference to the one before is the part of its cause, so the parts add up to the whole difference exactly.
A step that cannot be calculated, because old and new do not fit together, is left out; its part falls to the next.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, TypeVar

from allocation.engine.rulebook import Project, Reading, Rulebook, RulebookError, Team

CAUSES = ("provider", "rule", "reading", "organisation")


class LineKey(NamedTuple):
    """What a statement line is about, by short names; empty for none."""

    team: str
    project: str
    service: str
    pool: str
    reason: str


Cents = dict[LineKey, int]
T = TypeVar("T", bound=Team | Project)


def parts(
    before: Cents, base: Rulebook, now: Rulebook, calculate: Callable[[Rulebook], Cents]
) -> Iterator[tuple[str, Cents]]:
    """For each cause the lines that it changed, in cents. Together they lead from `before` to today's result.

    Raises RulebookError when the rulebook of today itself cannot be calculated.
    """
    for cause, rulebook in zip(CAUSES, steps(base, now), strict=True):
        if cause != "provider" and rulebook == base:
            continue
        try:
            after = calculate(rulebook)
        except RulebookError:
            if cause == CAUSES[-1]:
                raise
            continue
        if found := difference(before, after):
            yield cause, found
        before = after


def steps(base: Rulebook, now: Rulebook) -> tuple[Rulebook, ...]:
    """The rulebook of then, and how it becomes that of today cause by cause."""
    with_rules = replace(
        now,
        teams=kept(base.teams, now.teams),
        projects=tuple(with_old_tenures(base.projects, one) for one in kept(now.projects, base.projects)),
        readings=old_readings(base, now),
        default_owner=base.default_owner,
    )
    return base, with_rules, replace(with_rules, readings=now.readings), now


def kept(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """The first, and of the second those that are not among them, by short name."""
    known = {one.slug for one in first}
    added_ones = [one for one in second if one.slug not in known]
    return tuple(sorted([*first, *added_ones], key=slug_of))


def slug_of(one: Team | Project) -> str:
    return one.slug


def with_old_tenures(old: tuple[Project, ...], project: Project) -> Project:
    found = next((one for one in old if one.slug == project.slug), None)
    return replace(project, tenures=found.tenures) if found else project


def old_readings(base: Rulebook, now: Rulebook) -> tuple[Reading, ...]:
    """The readings of then; of drivers that are new, those of today."""
    old, present = {one.slug for one in base.drivers}, {one.slug for one in now.drivers}
    kept_ones = [one for one in base.readings if one.driver in present]
    return (*kept_ones, *(one for one in now.readings if one.driver not in old))


def difference(before: Cents, after: Cents) -> Cents:
    """What changed, line by line; nothing where nothing did."""
    keys = {*before, *after}
    return {key: change for key in sorted(keys) if (change := after.get(key, 0) - before.get(key, 0))}


def added(parts_found: "list[tuple[str, Cents]]") -> Cents:
    """All parts together."""
    total: Cents = {}
    for _, cents in parts_found:
        for key, amount in cents.items():
            total[key] = total.get(key, 0) + amount
    return {key: amount for key, amount in total.items() if amount}
