"""`splits:` of the short form: a team whose cost others carry becomes a pool, fed by its projects' tag values.

The team stays, with its owner, and receives nothing.
"""

from collections.abc import Container, Iterable, Mapping

from allocation.engine.rulebook import (
    Kind,
    Method,
    Pool,
    Project,
    Rule,
    Share,
    Span,
    Split,
    Target,
)
from allocation.rulebook.tag_conditions import first_present

from .entries import Entry, did_you_mean
from .names import Names
from .pools import shares_from
from .tree import Tree


def pool_slugs(splits: Mapping[str, Entry], teams: Mapping[str, str], pools: Mapping[str, str]) -> dict[str, str]:
    """The teams under `splits` with the slugs of the pools that they become."""
    for key, entry in splits.items():
        if key not in teams:
            entry.refuse(f"unknown team {key!r}{did_you_mean(key, teams)}; splits names teams whose cost others carry")
        elif key in pools:
            entry.refuse("stands under pools: too; write it there only")
    return {key: teams[key] for key in splits if key in teams and key not in pools}


def shared_pools(splits: Mapping[str, Entry], shared: Mapping[str, str], names: Names) -> tuple[Pool, ...]:
    return tuple(
        Pool(slug, key, (Split(*method_and_shares(splits[key], shared, names)),)) for key, slug in shared.items()
    )


def method_and_shares(entry: Entry, shared: Mapping[str, str], names: Names) -> tuple[Method, tuple[Share, ...]]:
    """Fixed with weights, even with names alone. A receiver that is itself shared is meant as the pool."""
    if isinstance(entry.value, dict) and "method" in entry.value:
        entry.refuse("splits has only weights, [dev: 0.5, ops: 0.5]; write a method under pools:")
        return Method.FIXED, ()
    receivers = Entry(entry.path, as_pools(entry.value, shared), entry.problems)
    weighted = isinstance(entry.value, dict) or any(isinstance(item.value, dict) for item in entry.items())
    return Method.FIXED if weighted else Method.EVEN, shares_from(receivers, names, weighted)


def as_pools(value: Tree, shared: Mapping[str, str]) -> Tree:
    """The receivers with those that are shared written as pools."""
    match value:
        case dict():
            return {str(as_pools(name, shared)): weight for name, weight in value.items()}
        case list():
            return [as_pools(item, shared) for item in value]
        case str() if value in shared:
            return f"pool:{value}"
    return value


def feeding_rules(
    projects: Iterable[Project], shared: Iterable[str], tag_keys: tuple[str, ...], folded: Container[str]
) -> tuple[Rule, ...]:
    """For each shared team one rule per tag key and span of days: its projects' tag values go to its pool."""
    projects = tuple(projects)
    rules: list[Rule] = []
    for slug in shared:
        for span, values in values_by_span(projects, slug).items():
            for key in tag_keys:
                conditions = first_present(tag_keys, key, tuple(sorted(values)), folded)
                name = f"shared cost of {slug}" + (f" ({len(rules) + 1})" if rules else "")
                rules.append(Rule(name, conditions, Target(Kind.POOL, slug), span))
    return tuple(rules)


def values_by_span(projects: Iterable[Project], team: str) -> dict[Span, list[str]]:
    """The tag values of the team's projects, by the days in which they are the team's."""
    values: dict[Span, list[str]] = {}
    for project in projects:
        for tenure in project.tenures:
            if tenure.team == team:
                values.setdefault(tenure.span, []).extend(project.tags)
    return values
