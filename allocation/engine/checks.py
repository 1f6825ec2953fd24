"""What makes a rulebook impossible to compute: all problems at once, each with its place and what to write instead."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .conditions import ALL_DIMENSIONS, is_dimension
from .names import Names
from .patterns import search
from .pool_checks import pool_problems, reading_problems, settlement_problems
from .rulebook import Condition, Operator, Pool, Project, Rule, Rulebook, RulebookError, Span
from .rules import folded


def refuse_problems(rulebook: Rulebook) -> None:
    """Raises RulebookError with all problems, if there are any."""
    problems = problems_of(rulebook)
    if problems:
        raise RulebookError(problems)


def problems_of(rulebook: Rulebook) -> tuple[str, ...]:
    """Sentences that begin with the place in the rulebook (as in its YAML) and say what to write instead."""
    names = Names(rulebook)
    return (
        *duplicate_problems(rulebook),
        *tag_problems(rulebook),
        *(problem for team in rulebook.teams for problem in backward(f"teams.{team.slug}", [team.active])),
        *(problem for project in rulebook.projects for problem in project_problems(project, names)),
        *(problem for rule in rulebook.rules for problem in rule_problems(rule, names)),
        *(problem for pool in rulebook.pools for problem in pool_problems(pool, names)),
        *(problem for pool in rulebook.pools for problem in split_date_problems(pool)),
        *reading_problems(rulebook, names),
        *settlement_problems(rulebook, names),
        *names.unknown_team("unallocated.team", rulebook.unallocated_team),
    )


def duplicate_problems(rulebook: Rulebook) -> Iterator[str]:
    parts: dict[str, Sequence[str]] = {
        "teams": [team.slug for team in rulebook.teams],
        "projects": [project.slug for project in rulebook.projects],
        "rules": [rule.name for rule in rulebook.rules],
        "pools": [pool.slug for pool in rulebook.pools],
        "drivers": [driver.slug for driver in rulebook.drivers],
    }
    for part, names in parts.items():
        for name in repeated(names):
            yield f"{part}.{name}: the name stands twice; give each its own."


def repeated(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def tag_problems(rulebook: Rulebook) -> Iterator[str]:
    """A tag value names one project only."""
    folds = bool(rulebook.folded_tag_keys)
    values = [value for project in rulebook.projects for value in {folded(tag, folds) for tag in project.tags}]
    for value in repeated(values):
        owners = [
            project.slug for project in rulebook.projects if value in {folded(tag, folds) for tag in project.tags}
        ]
        yield f"projects.{owners[0]}.tags: {value} also names {', '.join(owners[1:])}; a tag value names one project."


def project_problems(project: Project, names: Names) -> Iterator[str]:
    place = f"projects.{project.slug}.team"
    for tenure in project.tenures:
        yield from names.unknown_team(place, tenure.team)
    yield from date_problems(place, [tenure.span for tenure in project.tenures], "the project belongs to one team")


def date_problems(place: str, spans: Sequence[Span], only_one: str) -> Iterator[str]:
    """Spans that run backwards or share a day."""
    yield from backward(place, spans)
    ordered = sorted(spans, key=lambda span: (span.start is not None, span.start))
    for earlier, later in pairwise(ordered):
        if earlier.until is None or later.start is None or later.start < earlier.until:
            day = later.start or earlier.until or "the beginning"
            yield f"{place}: two entries hold on {day}; {only_one} on any one day, so end the earlier there (until)."


def split_date_problems(pool: Pool) -> Iterator[str]:
    return date_problems(f"pools.{pool.slug}", [split.span for split in pool.splits], "a pool has one split")


def backward(place: str, spans: Iterable[Span]) -> Iterator[str]:
    for span in spans:
        if span.start and span.until and span.until <= span.start:
            yield f"{place}: until {span.until} is not after from {span.start}; until is the first day that is out."


def rule_problems(rule: Rule, names: Names) -> Iterator[str]:
    place = f"rules.{rule.name}"
    yield from names.unknown(place, rule.target)
    yield from backward(place, [rule.span])
    for condition in rule.conditions:
        yield from condition_problems(f"{place}.when.{condition.dimension}", condition)


def condition_problems(place: str, condition: Condition) -> Iterator[str]:
    dimension = condition.dimension
    if not is_dimension(dimension):
        yield f"{place}: no such dimension; write one of {ALL_DIMENSIONS}."
    if condition.operator is not Operator.ABSENT and not any(condition.values):
        yield f"{place}: no value to compare with; write one, or absent: true."
    if condition.operator is Operator.REGEX:
        for pattern in condition.values:
            try:
                search(pattern)
            except ValueError as error:
                yield f"{place}: {error} in {pattern[:60]!r}; write a regular expression that RE2 understands."
