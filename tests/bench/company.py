"""A large company for measuring the engine: 50,000 series, 500 rules of all kinds, 40 pools, 200 teams."""

import datetime as dt
from fractions import Fraction
from random import Random

import numpy as np

from allocation.engine.costs import MonthOfCosts, Series, SeriesTable
from allocation.engine.rulebook import (
    Condition,
    Kind,
    Method,
    Operator,
    Pool,
    Project,
    Rule,
    Rulebook,
    Settlement,
    SettlementMethod,
    Share,
    Split,
    Target,
    Team,
    Tenure,
)

MONTH, DAYS = dt.date(2026, 10, 1), 31
TEAMS, PROJECTS, POOLS, RULES, SERIES = 200, 600, 40, 500, 50_000
SERVICES, ACCOUNTS, REGIONS = 60, 300, 12
OPERATORS = list(Operator)


def condition(random: Random) -> Condition:
    operator = random.choice(OPERATORS)
    dimension = random.choice(("account", "region", "tags.env", "tags.app", "resource"))
    negated = random.random() < 0.1
    value = {
        "account": f"{random.randrange(ACCOUNTS):012d}",
        "region": f"region-{random.randrange(REGIONS)}",
        "tags.env": random.choice(("prod", "test", "dev")),
        "tags.app": f"app-{random.randrange(400)}",
        "resource": f"r-{random.randrange(5000):05d}",
    }[dimension]
    if operator is Operator.ABSENT:
        return Condition("tags.project", operator, (), negated)
    if operator is Operator.IS:
        values = (value, value[:-1] + "*") if random.random() < 0.3 else (value,)
        return Condition(dimension, operator, values, negated)
    text = {
        Operator.PREFIX: value[:-1],
        Operator.SUFFIX: value[-2:],
        Operator.CONTAINS: value[-3:],
        Operator.REGEX: f"^{value[:-1]}[0-9a-z]$" if random.random() < 0.5 else f"{value[-3:-1]}[0-9a-z]",
    }
    return Condition(dimension, operator, (text[operator],), negated)


def rules(random: Random) -> tuple[Rule, ...]:
    """Narrow rules: each has a service and one condition of any kind or two."""
    result = []
    for number in range(RULES):
        service = Condition("service", Operator.IS, (f"Amazon Service {random.randrange(SERVICES):02d}",))
        target = (
            Target(Kind.POOL, f"pool{number % POOLS:02d}")
            if number % 4
            else Target(Kind.PROJECT, f"p{number % PROJECTS}")
        )
        others = [condition(random) for _ in range(1 + number % 2)]
        result.append(Rule(f"rule {number}", (service, *others), target))
    return tuple(result)


def pools(random: Random) -> tuple[Pool, ...]:
    """Ten fixed, ten even, ten proportional, ten that also charge the next pool."""
    result = []
    for number in range(POOLS):
        targets = [Target(Kind.TEAM, f"t{team:03d}") for team in random.sample(range(TEAMS), 40)]
        kind = number % 4
        if kind == 3 and number + 1 < POOLS:
            targets.append(Target(Kind.POOL, f"pool{number + 1:02d}"))
        method = (Method.FIXED, Method.EVEN, Method.PROPORTIONAL, Method.FIXED)[kind]
        shares = tuple(Share(target, Fraction(random.randrange(1, 100))) for target in targets)
        result.append(Pool(f"pool{number:02d}", f"Pool {number}", (Split(method, shares),)))
    return tuple(result)


def rulebook(seed: int = 1) -> Rulebook:
    random = Random(seed)
    projects = tuple(
        Project(f"p{number}", f"Project {number}", (f"p{number}",), (Tenure(f"t{number % TEAMS:03d}"),))
        for number in range(PROJECTS)
    )
    return Rulebook(
        teams=tuple(Team(f"t{number:03d}", f"Team {number}") for number in range(TEAMS)),
        projects=projects,
        rules=rules(random),
        pools=pools(random),
        tag_keys=("project",),
        settlement=Settlement(SettlementMethod.RECIPROCAL),
    )


def series(count: int = SERIES, seed: int = 2) -> list[Series]:
    random = Random(seed)
    return [one_series(random) for _ in range(count)]


def table(count: int = SERIES) -> SeriesTable:
    """The same as columns, as every way has them."""
    objects = series(count)
    columns = {name: [getattr(one, name) for one in objects] for name in ("service", "account", "region", "resource")}
    tags = {f"tags.{key}": [one.tags.get(key, "") for one in objects] for key in ("env", "app", "project")}
    return SeriesTable(count, columns | tags)


def one_series(random: Random) -> Series:
    tags = {"env": random.choice(("prod", "test", "dev", "Prod")), "app": f"app-{random.randrange(400)}"}
    if random.random() < 0.85:
        tags["project"] = f"p{random.randrange(PROJECTS + 5)}"
    return Series(
        service=f"Amazon Service {random.randrange(SERVICES):02d}",
        account=f"{random.randrange(ACCOUNTS):012d}",
        region=f"region-{random.randrange(REGIONS)}",
        resource=f"r-{random.randrange(5000):05d}",
        tags=tags,
    )


def costs(records: int, count: int = SERIES, seed: int = 3) -> MonthOfCosts:
    """Records in the order of days, as bills grow; amounts up to 10 units with ten decimals."""
    generator = np.random.default_rng(seed)
    day = generator.integers(0, DAYS, records, dtype=np.int16)
    day.sort()
    return MonthOfCosts(
        MONTH,
        generator.integers(0, count, records, dtype=np.int32),
        day,
        generator.integers(-(10**8), 10**11, records, dtype=np.int64),
    )
