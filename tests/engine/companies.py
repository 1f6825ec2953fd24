"""Random companies: a rulebook and cost records from a seed, small and full of edge cases."""

import datetime as dt
from fractions import Fraction
from random import Random

from allocation.engine.costs import Series
from allocation.engine.rulebook import (
    ALWAYS,
    Basis,
    Condition,
    Driver,
    Kind,
    Method,
    Operator,
    Pool,
    Project,
    Reading,
    Rule,
    Rulebook,
    Settlement,
    SettlementMethod,
    Share,
    Span,
    Split,
    Target,
    Team,
    Tenure,
)

from .company import MONTH, Record

TEAMS, PROJECTS, POOLS = ("t1", "t2", "t3", "t4"), ("p1", "p2", "p3"), ("a", "b", "c")
SERVICES, DAYS = ("EC2 - Other", "AWS Lambda", "Tax"), (0, 9, 20, 30)
CUTS = (5, 10, 15, 21, 31)
ALL_DAYS = sorted({*DAYS, *(cut - 1 for cut in CUTS)})  # one of every span, and all that have records
RECEIVERS = [*((Kind.TEAM, slug) for slug in TEAMS), *((Kind.PROJECT, slug) for slug in PROJECTS)]


def cut(random: Random) -> dt.date:
    return MONTH.replace(day=random.choice(CUTS))


def some_span(random: Random) -> Span:
    return random.choice((ALWAYS, ALWAYS, Span(None, cut(random)), Span(cut(random), None)))


def tenures(random: Random) -> tuple[Tenure, ...]:
    first, second = random.choice(TEAMS), random.choice(TEAMS)
    day = cut(random)
    return random.choice(
        (
            (Tenure(first),),
            (Tenure(first, Span(None, day)), Tenure(second, Span(day, None))),
            (Tenure(first, Span(day)),),
        )
    )


def some_rule(random: Random, number: int) -> Rule:
    kinds = [*RECEIVERS, *((Kind.POOL, slug) for slug in POOLS), *((Kind.POOL, slug) for slug in POOLS)]
    conditions = []
    if random.random() < 0.8:
        values = tuple(random.sample(SERVICES, random.choice((1, 2))))
        conditions.append(Condition("service", Operator.IS, values, random.random() < 0.3))
    if random.random() < 0.5:
        conditions.append(Condition("tags.env", Operator.IS, (random.choice("xy"),), random.random() < 0.3))
    return Rule(f"r{number}", tuple(conditions), Target(*random.choice(kinds)), some_span(random))


def some_split(random: Random, span: Span, with_total: bool, cascades: bool) -> Split:
    method = random.choice(list(Method))
    targets = random.sample(RECEIVERS, random.choice((1, 2, 3)))
    targets += [(Kind.POOL, slug) for slug in random.sample(POOLS, random.choice((0, 0, 1, 2)) if cascades else 0)]
    weights = [Fraction(random.choice((1, 2, 3, 7))) / random.choice((1, 3)) for _ in targets]
    to_all = random.random() < 0.2
    return Split(
        method,
        () if to_all else tuple(Share(Target(*one), weight) for one, weight in zip(targets, weights, strict=True)),
        to_all,
        random.choice(list(Basis)) if with_total else Basis.DIRECT,
        "gb" if method is Method.DRIVER else None,
        random.choice(("unallocated", "even", "team:t1")),
        span,
    )


def some_pool(random: Random, slug: str, with_total: bool, cascades: bool) -> Pool:
    day = cut(random)
    spans = random.choice(((ALWAYS,), (ALWAYS,), (Span(None, day), Span(day)), (Span(day),)))
    return Pool(slug, slug, tuple(some_split(random, span, with_total, cascades) for span in spans))


def readings(random: Random) -> tuple[Reading, ...]:
    targets = [*RECEIVERS, *((Kind.POOL, slug) for slug in POOLS)]
    measured = [one for one in targets if random.random() < 0.85]
    return tuple(Reading("gb", MONTH, Target(*one), Fraction(random.choice((0, 1, 5, 12)), 3)) for one in measured)


def some_series(random: Random) -> Series:
    tags = {"project": random.choice((*PROJECTS, "zz")), "env": random.choice("xyz")}
    return Series(random.choice(SERVICES), tags={key: value for key, value in tags.items() if random.random() < 0.7})


def some_records(random: Random) -> list[Record]:
    size = random.choice((5, 1000, 10**12, 10**21))
    count = random.choice((0, 1, 8, 20))
    return [(some_series(random), random.choice(DAYS), random.randint(-size // 3, size)) for _ in range(count)]


def company(seed: int) -> tuple[Rulebook, list[Record]]:
    """The same company for the same seed, always."""
    random = Random(seed)
    method = random.choice(list(SettlementMethod))
    cascades = random.random() < 0.8
    with_total = method is not SettlementMethod.RECIPROCAL or not cascades  # no totals in circles
    rulebook = Rulebook(
        teams=tuple(Team(slug, slug, active=some_span(random)) for slug in TEAMS),
        projects=tuple(Project(slug, slug, (slug,), tenures(random)) for slug in PROJECTS),
        rules=tuple(some_rule(random, number) for number in range(random.choice((0, 2, 5)))),
        pools=tuple(some_pool(random, slug, with_total, cascades) for slug in POOLS),
        drivers=(Driver("gb", "Gigabytes", "GB"),),
        readings=readings(random),
        tag_keys=("project",),
        settlement=Settlement(method, random.choice(((), ("c", "a"), ("b",)))),
    )
    return rulebook, some_records(random)
