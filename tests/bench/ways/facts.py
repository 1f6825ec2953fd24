"""The company as plain tables of numbers and texts, for ways that know no rulebook."""

from dataclasses import dataclass

from allocation.engine.costs import Series
from allocation.engine.rulebook import Kind, Method, Rulebook

from ..company import rulebook, series


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything is numbered: teams, projects and pools by their place in the rulebook, services by name.

    `rule_targets` says for each rule its project and its pool, one of them None. `shares` are (pool, team, weight or
    None for proportional); `chains` are (pool, next pool, weight): no pool of the company charges further than that.
    """

    book: Rulebook
    series: list[Series]
    services: list[str]
    team_of_project: list[int]
    rule_targets: list[tuple[int | None, int | None]]
    shares: list[tuple[int, int, int | None]]
    chains: list[tuple[int, int, int]]


def facts(count: int) -> Facts:
    book, all_series = rulebook(), series(count)
    teams = {team.slug: number for number, team in enumerate(book.teams)}
    projects = {project.slug: number for number, project in enumerate(book.projects)}
    pools = {pool.slug: number for number, pool in enumerate(book.pools)}
    shares, chains = [], []
    for pool in book.pools:
        split = pool.splits[0]
        for share in split.shares:
            weight = {Method.EVEN: 1, Method.PROPORTIONAL: None}.get(split.method, int(share.weight))
            if share.target.kind is Kind.POOL:
                chains.append((pools[pool.slug], pools[share.target.slug], int(share.weight)))
            else:
                shares.append((pools[pool.slug], teams[share.target.slug], weight))
    return Facts(
        book,
        all_series,
        sorted({one.service for one in all_series}),
        [teams[project.tenures[0].team] for project in book.projects],
        [(projects.get(rule.target.slug), pools.get(rule.target.slug)) for rule in book.rules],
        shares,
        chains,
    )
