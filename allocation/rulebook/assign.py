"""Cost that is with nobody + whose it shall be -> the rulebook that says so, by dated rules at the end of the list.

At the end they take nothing from any other rule. A tag value that shall always be a project's becomes one of its tag
values; a project without a team gets one on the days on which it has none.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from allocation.engine.rulebook import Condition, Kind, Operator, Project, Rule, Rulebook, Span, Target, Tenure

from .order import start as start_of
from .tag_conditions import first_present, has_one_of

LONGEST_RULE_NAME = 110


class AssignmentRefusedError(Exception):
    """A wish that cannot be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Cost that is with nobody, and where it shall go.

    With a `project` it is that project's cost on days without a team. With a `tag_key` it carries a value that no
    project knows. With neither it has no tag, and is known by its account and service.
    """

    target: Target
    account: str = ""
    service: str = ""
    tag_key: str = ""
    tag_value: str = ""
    project: str = ""


def assigned(rulebook: Rulebook, wishes: Sequence[Wish], first: dt.date | None, note: str) -> Rulebook:
    """The rulebook under which each wish's cost goes where it shall from `first` on (None: since ever).

    Raises AssignmentRefusedError. Whether the result can be calculated is for `problems_of` to say.
    """
    projects = {project.slug: project for project in rulebook.projects}
    rules: list[Rule] = []
    for wish in wishes:
        if wish.project:
            projects[wish.project] = with_team(projects, wish, first)
        elif wish.tag_key and wish.target.kind is Kind.PROJECT and first is None:
            projects[wish.target.slug] = with_tag(projects, wish)
    rules += tag_rules(rulebook, [wish for wish in wishes if by_tag(wish, first)], first, note)
    rules += place_rules(rulebook, [wish for wish in wishes if not wish.project and not wish.tag_key], first, note)
    taken = {rule.name for rule in rulebook.rules}
    named = tuple(with_free_name(rule, taken) for rule in rules)
    return replace(rulebook, projects=tuple(projects.values()), rules=(*rulebook.rules, *named))


def by_tag(wish: Wish, first: dt.date | None) -> bool:
    return bool(wish.tag_key) and not wish.project and not (wish.target.kind is Kind.PROJECT and first is None)


def with_tag(projects: dict[str, Project], wish: Wish) -> Project:
    project = known(projects, wish.target.slug)
    return replace(project, tags=tuple(dict.fromkeys([*project.tags, wish.tag_value])))


def with_team(projects: dict[str, Project], wish: Wish, first: dt.date | None) -> Project:
    """The project with the team on every day from `first` on on which it has none."""
    if wish.target.kind is not Kind.TEAM:
        raise AssignmentRefusedError(f"Project {wish.project} has no team on some days; choose a team for it.")
    project = known(projects, wish.project)
    held = sorted((tenure.span for tenure in project.tenures), key=start_of)
    new = tuple(Tenure(wish.target.slug, gap) for gap in gaps(held, first))
    return replace(project, tenures=tuple(sorted((*project.tenures, *new), key=lambda one: start_of(one.span))))


def gaps(held: Sequence[Span], first: dt.date | None) -> Iterator[Span]:
    """The days from `first` on that none of the spans holds."""
    free: dt.date | None = first
    for span in held:
        if span.start and (free is None or free < span.start):
            yield Span(free, span.start)
        if span.until is None:
            return
        free = span.until if free is None else max(free, span.until)
    yield Span(free)


def known(projects: dict[str, Project], slug: str) -> Project:
    if slug not in projects:
        raise AssignmentRefusedError(f"There is no project {slug} any more; choose another.")
    return projects[slug]


def tag_rules(rulebook: Rulebook, wishes: Sequence[Wish], first: dt.date | None, note: str) -> Iterator[Rule]:
    """One rule per tag key and target. A value that shall go to several is told apart by account and service."""
    targets: dict[tuple[str, str], set[Target]] = {}
    for wish in wishes:
        targets.setdefault((wish.tag_key, wish.tag_value), set()).add(wish.target)
    values: dict[tuple[str, Target], list[str]] = {}
    for wish in wishes:
        if len(targets[wish.tag_key, wish.tag_value]) > 1:
            tagged = first_present(rulebook.tag_keys, wish.tag_key, (wish.tag_value,), rulebook.folded_tag_keys)
            where = at_place(wish.account, [wish.service])
            yield rule(f"{wish.tag_value} in {wish.account}", (*where, *tagged), wish.target, first, note)
        else:
            values.setdefault((wish.tag_key, wish.target), []).append(wish.tag_value)
    for (key, target), found in values.items():
        said = tuple(sorted(set(found)))
        tagged = first_present(rulebook.tag_keys, key, said, rulebook.folded_tag_keys)
        yield rule(f"{key} {' or '.join(said)}", tagged, target, first, note)


def place_rules(rulebook: Rulebook, wishes: Sequence[Wish], first: dt.date | None, note: str) -> Iterator[Rule]:
    """One rule per account and target, for cost without any of the tags."""
    untagged = tuple(Condition(f"tags.{key}", Operator.ABSENT) for key in rulebook.tag_keys)
    services: dict[tuple[str, Target], list[str]] = {}
    for wish in wishes:
        services.setdefault((wish.account, wish.target), []).append(wish.service)
    for (account, target), found in services.items():
        where = (*at_place(account, found), *untagged)
        yield rule(f"untagged in {account or 'no account'}", where, target, first, note)


def at_place(account: str, services: Iterable[str]) -> Iterator[Condition]:
    """The conditions on an account and some services; an empty text is one that the provider did not give."""
    for dimension, values in (("account", (account,)), ("service", tuple(sorted(set(services))))):
        if any(values):
            yield has_one_of(dimension, values)
        else:
            yield Condition(dimension, Operator.ABSENT)


def rule(what: str, conditions: Iterable[Condition], target: Target, first: dt.date | None, note: str) -> Rule:
    name = f"{what} goes to {target.slug}"
    short = name if len(name) <= LONGEST_RULE_NAME else f"{what[:60]}... goes to {target.slug[:40]}"
    return Rule(short, tuple(conditions), target, Span(first), note)


def with_free_name(rule: Rule, taken: set[str]) -> Rule:
    """The rule under a name that no other has; `taken` knows it afterwards."""
    names = (rule.name, *(f"{rule.name} ({number})" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return replace(rule, name=name)
