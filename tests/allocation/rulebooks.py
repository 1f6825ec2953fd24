"""Hypothesis strategies: any rulebook that the YAML form and the database can hold."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st

from allocation.engine.conditions import DIMENSIONS
from allocation.engine.rulebook import (
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
from allocation.rulebook.order import in_order

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
# What people and strangers write: texts that YAML 1.1 would take for something else, quotes, colons, unicode, breaks.
AWKWARD = [
    "NO",
    "on",
    "0123",
    "1e3",
    "~",
    "null",
    "2026-10",
    "2026-10-01",
    "a: b",
    "- x",
    "#no",
    "*all",
    "&a",
    "'",
    '"',
]
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip),
)
SLUGS = st.one_of(
    st.sampled_from(["NO", "on", "0123", "1e3", "null", "yes", "all"]),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True),
)
NUMBERS = st.decimals(0, 10**9, places=10).map(Fraction)
WEIGHTS = st.decimals("0.0000000001", 10**9, places=10).map(Fraction)


def slug_sets(smallest: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(SLUGS, min_size=smallest, max_size=4, unique=True)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, until = draw(st.none() | DAYS), draw(st.none() | DAYS)
    if start and until and until <= start:
        start, until = until, start + dt.timedelta(days=1)
    return Span(start, until)


@st.composite
def successive_spans(draw: st.DrawFn, most: int) -> list[Span]:
    """Spans that never share a day."""
    days: list[dt.date | None] = [*sorted(draw(st.lists(DAYS, max_size=most, unique=True)))]
    edges = [None, *days, None] if draw(st.booleans()) else days
    found = [Span(start, until) for start, until in pairwise(edges)]
    return [span for span in found if draw(st.booleans())]


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    dimension = draw(st.sampled_from(DIMENSIONS) | TEXTS.map(lambda key: f"tags.{key}"))
    operator, negated = draw(st.sampled_from(Operator)), draw(st.booleans())
    if operator is Operator.ABSENT:
        return Condition(dimension, operator, (), negated)
    values = st.sampled_from(["^a", "b$", "[0-9]+"]) if operator is Operator.REGEX else TEXTS
    return Condition(dimension, operator, tuple(draw(st.lists(values, min_size=1, max_size=3))), negated)


@st.composite
def splits(draw: st.DrawFn, span: Span, targets: list[Target], teams: list[str], drivers: list[str]) -> Split:
    method = draw(st.sampled_from([method for method in Method if drivers or method is not Method.DRIVER]))
    to_all = method is not Method.FIXED and draw(st.booleans())
    chosen = [] if to_all else draw(st.lists(st.sampled_from(targets), min_size=1, max_size=4, unique=True))
    weights = WEIGHTS if method is Method.FIXED else st.just(Fraction(1))
    fallbacks = ["unallocated", "even", f"team:{draw(st.sampled_from(teams))}"]
    return Split(
        method,
        tuple(Share(target, draw(weights)) for target in chosen),
        to_all,
        draw(st.sampled_from(Basis)) if method is Method.PROPORTIONAL else Basis.DIRECT,
        draw(st.sampled_from(drivers)) if method is Method.DRIVER else None,
        draw(st.sampled_from(fallbacks + (["previous"] if method is Method.DRIVER else []))),
        span,
    )


@st.composite
def projects(draw: st.DrawFn, slug: str, tags: list[str], teams: list[str]) -> Project:
    tenures = (Tenure(draw(st.sampled_from(teams)), span) for span in draw(successive_spans(3)))
    return Project(slug, draw(TEXTS), tuple(tags), tuple(tenures))


@st.composite
def rules(draw: st.DrawFn, name: str, targets: list[Target]) -> Rule:
    held = tuple(draw(st.lists(conditions(), max_size=3)))
    return Rule(name, held, draw(st.sampled_from(targets)), draw(spans()), draw(TEXTS | st.just("")))


@st.composite
def pools(draw: st.DrawFn, slug: str, payers: list[Target], teams: list[str], drivers: list[str]) -> Pool:
    name = draw(TEXTS)
    shared = tuple(draw(splits(span, payers, teams, drivers)) for span in draw(successive_spans(2)))
    return Pool(slug, name, shared, draw(TEXTS | st.just("")))


@st.composite
def readings(draw: st.DrawFn, driver: str, targets: list[Target]) -> tuple[Reading, ...]:
    places = st.lists(st.tuples(st.integers(1, 12), st.sampled_from(targets)), max_size=3, unique=True)
    return tuple(Reading(driver, dt.date(2026, month, 1), target, draw(NUMBERS)) for month, target in draw(places))


@st.composite
def settlements(draw: st.DrawFn, pools: list[str]) -> Settlement:
    return Settlement(draw(st.sampled_from(SettlementMethod)), tuple(draw(st.permutations(pools))) if pools else ())


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Rulebooks in canonical order. Pools share to teams and projects, so that each can reach a team."""
    team_slugs, own, shared, drivers = (draw(slug_sets(smallest)) for smallest in (1, 0, 0, 0))
    payers = [Target(Kind.TEAM, slug) for slug in team_slugs] + [Target(Kind.PROJECT, slug) for slug in own]
    targets = payers + [Target(Kind.POOL, slug) for slug in shared]
    tags = draw(st.lists(TEXTS, max_size=6, unique=True))
    maybe = TEXTS | st.just("")
    return in_order(
        Rulebook(
            teams=tuple(
                Team(slug, draw(TEXTS), draw(maybe), draw(TEXTS), draw(TEXTS), draw(spans())) for slug in team_slugs
            ),
            projects=tuple(draw(projects(slug, tags[place :: len(own)], team_slugs)) for place, slug in enumerate(own)),
            rules=tuple(draw(rules(name, targets)) for name in draw(st.lists(TEXTS, max_size=4, unique=True))),
            pools=tuple(draw(pools(slug, payers, team_slugs, drivers)) for slug in shared),
            drivers=tuple(Driver(slug, draw(TEXTS), draw(maybe)) for slug in drivers),
            readings=tuple(one for driver in drivers for one in draw(readings(driver, targets))),
            tag_keys=tuple(draw(st.lists(TEXTS, max_size=2, unique=True))),
            services=tuple(draw(st.lists(TEXTS, max_size=2, unique=True))),
            default_owner=draw(maybe),
            settlement=draw(settlements(shared)),
            unallocated_team=draw(st.none() | st.sampled_from(team_slugs)),
            folded_tag_keys=(),
        )
    )
