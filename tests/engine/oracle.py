"""The same answers as the engine's, computed the slow and plain way: day by day, in fractions, sharing no code."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from fractions import Fraction as F

from allocation.engine.costs import Series
from allocation.engine.rulebook import Condition, Kind, Pool, Rulebook, Span, Split, Target

MONTH = dt.date(2026, 10, 1)

Goal = Target | str  # a reason, for str
Record = tuple[Series, int, int]
Payer = tuple[str | None, str | None, str]
Dates = dict[int, dt.date]
Cells = dict[tuple[int, Goal, str], F]
Own = dict[tuple[Goal, int], F]
Parts = dict[Goal, F]
Answer = dict[tuple[int, Payer, str, str | None], F]


def valid(span: Span, day: dt.date) -> bool:
    return not (span.start and day < span.start) and not (span.until and day >= span.until)


def holds(condition: Condition, series: Series) -> bool:
    name = condition.dimension
    value = series.tags.get(name[5:], "") if name.startswith("tags.") else getattr(series, name)
    return (value != "" and value in condition.values) is not condition.negated


def home(book: Rulebook, series: Series, day: dt.date) -> Goal:
    for rule in book.rules:
        if valid(rule.span, day) and all(holds(condition, series) for condition in rule.conditions):
            return rule.target
    value = next((series.tags[key] for key in book.tag_keys if key in series.tags), None)
    if value is None:
        return "no tag"
    return next((Target(Kind.PROJECT, p.slug) for p in book.projects if value in p.tags), "unknown tag value")


def payer(book: Rulebook, target: Goal, day: dt.date) -> Payer:
    """(team, project, reason)"""
    if isinstance(target, str):
        return None, None, target
    team, project = target.slug, None
    if target.kind == Kind.PROJECT:
        project = target.slug
        tenures = next(p.tenures for p in book.projects if p.slug == project)
        team = next((tenure.team for tenure in tenures if valid(tenure.span, day)), "")
        if not team:
            return None, project, "project without a team that day"
    active = valid(next(t for t in book.teams if t.slug == team).active, day)
    return (team, project, "") if active else (None, project, "team not active that day")


def weights(
    book: Rulebook, split: Split, closed: Container[Target], day: dt.date, costs: Callable[[Target, Split], F]
) -> Parts:
    """{receiver: weight}, or {reason: 1}."""
    named = {share.target: share.weight for share in split.shares}
    if split.to_all_teams:
        named = {Target(Kind.TEAM, team.slug): F(1) for team in book.teams if valid(team.active, day)}
    named = {target: weight for target, weight in named.items() if target not in closed}
    found = dict(named)
    if split.method == "even":
        found = dict.fromkeys(named, F(1))
    if split.method == "proportional":
        found = {target: costs(target, split) for target in named}
        found = {target: max(F(0), cost) for target, cost in found.items()} if sum(found.values()) > 0 else {}
    if split.method == "driver":
        found = {r.target: r.value for r in book.readings if (r.driver, r.month) == (split.driver, MONTH)}
        needed = [t for t in named if t.kind == Kind.POOL or payer(book, t, day)[0]]
        complete = split.to_all_teams or all(target in found for target in needed)
        found = {target: found.get(target, F(0)) for target in named} if complete else {}
    if any(found.values()):
        return {target: weight for target, weight in found.items() if weight}
    if split.fallback == "even" and named:
        return dict.fromkeys(named, F(1))
    kind, _, slug = split.fallback.partition(":")
    return {Target(Kind.TEAM, slug) if kind == "team" else "nothing to share the pool by": F(1)}


def order_of(book: Rulebook) -> list[Pool]:
    named = list(book.settlement.order)
    place = {slug: number for number, slug in enumerate(named)}
    total = {pool.slug: any(split.basis == "total" for split in pool.splits) for pool in book.pools}
    return sorted(book.pools, key=lambda pool: (place.get(pool.slug, len(named)), total[pool.slug], pool.slug))


def homes(book: Rulebook, records: Iterable[Record], date: Dates) -> Cells:
    """{(day, where it goes, service): amount}"""
    cells: Cells = defaultdict(F)
    for series, number, amount in records:
        cells[number, home(book, series, date[number]), series.service] += amount
    return cells


def own_costs(book: Rulebook, cells: Cells, date: Dates) -> Own:
    """{(target, day): amount}"""
    own: Own = defaultdict(F)
    for (number, where, _), amount in cells.items():
        if isinstance(where, Target) and where.kind == Kind.POOL:
            own[where, number] += amount
        else:
            team, project, _ = payer(book, where, date[number])
            for kind, slug in ((Kind.TEAM, team), (Kind.PROJECT, project)):
                own[Target(kind, slug or ""), number] += amount
    return own


def divided(book: Rulebook, own: Own, date: Dates) -> dict[tuple[str, int], Parts]:
    """{(pool, day): {receiver: part}}"""
    received: Own = defaultdict(F)
    parts: dict[tuple[str, int], Parts] = {}
    order, method = order_of(book), book.settlement.method

    def cost(target: Target, split: Split) -> F:
        days = [number for number in date if valid(split.span, date[number])]
        return sum((own[target, n] + (received[target, n] if split.basis == "total" else 0) for n in days), F(0))

    for place, pool in enumerate(order):
        shut = {"direct": order, "step-down": order[: place + 1]}.get(method, [])
        closed = {Target(Kind.POOL, one.slug) for one in shut}
        for number, day in date.items():
            split = next((one for one in pool.splits if valid(one.span, day)), None)
            found = weights(book, split, closed, day, cost) if split else {"pool without a split rule that day": F(1)}
            parts[pool.slug, number] = {to: weight / sum(found.values()) for to, weight in found.items()}
        for number in date:
            mine = Target(Kind.POOL, pool.slug), number
            for to, part in parts[pool.slug, number].items():
                received[to, number] += part * (own[mine] + received[mine])
    return parts


def solve(rows: dict[str, Parts]) -> None:
    """Takes one pool after the other out of all rows, its own included."""
    for slug, row in rows.items():
        mine = Target(Kind.POOL, slug)
        grown = 1 / (1 - row.pop(mine, F(0)))
        row.update({to: part * grown for to, part in row.items()})
        for other in rows.values():
            passed = other.pop(mine, F(0))
            for to, part in row.items() if passed else ():
                other[to] = other.get(to, F(0)) + passed * part


def oracle(book: Rulebook, records: Iterable[Record], days: Sequence[int] = range(31)) -> Answer:
    """{(day, (team, project, reason), service, pool or None): exact amount}. ZeroDivisionError: a closed circle."""
    date = {number: MONTH + dt.timedelta(days=number) for number in days}
    cells = homes(book, records, date)
    parts = divided(book, own_costs(book, cells, date), date)
    for number in date:
        solve({pool.slug: parts[pool.slug, number] for pool in book.pools})
    result: Answer = defaultdict(F)
    for (number, where, service), amount in cells.items():
        through = where.slug if isinstance(where, Target) and where.kind == Kind.POOL else None
        for to, part in (parts[through, number] if through else {where: F(1)}).items():
            result[number, payer(book, to, date[number]), service, through] += amount * part
    return result
