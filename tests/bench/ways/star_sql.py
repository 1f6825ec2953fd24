"""The whole allocation in SQL over the star, exact in integers, for the databases that compete.

Rules are tried once per series, in one CASE that stops at the first that holds; records are grouped once; pools are
split by differences of running shares, so that the parts of each amount add up to it.

Plain, rules are one CASE and records are grouped by the four columns of the result. Tuned, SQL is given what the engine
does for itself: only the rules of its service are tried on a series, and records are grouped by one number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocation.engine.rulebook import Condition, Operator, Rule

from .facts import Facts

COLUMNS = {"tags.env": "env", "tags.app": "app", "tags.project": "project"}
TABLES = {
    "series": "id int, service text, account text, region text, resource text, env text, app text, project text, "
    "service_id int",
    "records": "series int, day smallint, amount bigint",
    "rule_targets": "rule int, project int, pool int",
    "projects": "id int, tag text, team int",
    "shares": "pool int, team int, weight bigint",
    "chains": "pool int, next int, weight bigint",
}


Numbered = tuple[int, Sequence[Condition]]  # a rule's number and its conditions


@dataclass(frozen=True, slots=True)
class Dialect:
    """What databases spell differently. `wide` holds 128 bits; `divide` drops the fraction."""

    regex: str
    wide: str
    divide: str


def tables(facts: Facts) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """The rows of all tables but the records."""
    service_ids = {service: number for number, service in enumerate(facts.services)}
    yield (
        "series",
        [
            (number, one.service, one.account, one.region, one.resource, *texts(one.tags), service_ids[one.service])
            for number, one in enumerate(facts.series)
        ],
    )
    yield "rule_targets", [(number, *target) for number, target in enumerate(facts.rule_targets)]
    yield (
        "projects",
        [
            (number, project.tags[0], team)
            for number, (project, team) in enumerate(zip(facts.book.projects, facts.team_of_project, strict=True))
        ],
    )
    yield "shares", list(facts.shares)
    yield "chains", list(facts.chains)


def texts(tags: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(tags.get(key, "") for key in ("env", "app", "project"))


def first_rule(rules: Sequence[Rule], dialect: Dialect, tuned: bool) -> str:
    """The number of the first rule that holds for a series, or NULL."""
    if not tuned:
        return first_of([(number, rule.conditions) for number, rule in enumerate(rules)], dialect)
    cases = [f"WHEN '{service}' THEN {first_of(some, dialect)}" for service, some in by_service(rules).items()]
    return f"CASE service {' '.join(cases)} END"


def first_of(rules: Iterable[Numbered], dialect: Dialect) -> str:
    cases = [
        f"WHEN {' AND '.join(holds(condition, dialect) for condition in conditions)} THEN {number}"
        for number, conditions in rules
    ]
    return f"CASE {' '.join(cases)} END"


def by_service(rules: Iterable[Rule]) -> dict[str, list[Numbered]]:
    """The rules by the service that their first condition names, with the conditions that are left."""
    found: dict[str, list[Numbered]] = {}
    for number, rule in enumerate(rules):
        found.setdefault(rule.conditions[0].values[0], []).append((number, rule.conditions[1:]))
    return found


def holds(condition: Condition, dialect: Dialect) -> str:
    column = COLUMNS.get(condition.dimension, condition.dimension)
    tests = [test(condition.operator, column, value, dialect) for value in condition.values] or ["TRUE"]
    some = f"({' OR '.join(tests)})"
    plain = f"{column} = ''" if condition.operator is Operator.ABSENT else f"({column} <> '' AND {some})"
    return f"NOT {plain}" if condition.negated else plain


def test(operator: Operator, column: str, value: str, dialect: Dialect) -> str:
    if operator is Operator.REGEX:
        return dialect.regex.format(column=column, value=value)
    if operator is Operator.IS and "*" not in value:
        return f"{column} = '{value}'"
    pattern = {Operator.PREFIX: f"{value}%", Operator.SUFFIX: f"%{value}", Operator.CONTAINS: f"%{value}%"}
    return f"{column} LIKE '{pattern.get(operator, value.replace('*', '%'))}'"


def cells(tuned: bool) -> list[tuple[str, str]]:
    """The tables that add the records up."""
    if not tuned:
        query = """SELECT r.day, a.pool, a.project, a.service_id, sum(r.amount) AS amount
            FROM records r JOIN assigned a ON a.id = r.series
            GROUP BY r.day, a.pool, a.project, a.service_id"""
        return [("cells", query)]
    return [
        (
            "slots",
            "SELECT *, CAST(dense_rank() OVER (ORDER BY pool, project, service_id) AS int) * 32 AS slot FROM assigned",
        ),
        (
            "sums",
            """SELECT s.slot + r.day AS cell, sum(r.amount) AS amount
            FROM records r JOIN slots s ON s.id = r.series GROUP BY s.slot + r.day""",
        ),
        (
            "cells",
            """SELECT c.cell % 32 AS day, s.pool, s.project, s.service_id, c.amount
            FROM sums c JOIN (SELECT DISTINCT slot, pool, project, service_id FROM slots) s
            ON s.slot = c.cell - c.cell % 32""",
        ),
    ]


def steps(rules: Sequence[Rule], dialect: Dialect, tuned: bool) -> list[tuple[str, str]]:
    """The tables that are made one after the other; the last are the charges."""
    wide = dialect.wide
    part = dialect.divide.format(f"c.amount::{wide} * k.until", "k.whole")
    before = dialect.divide.format(f"c.amount::{wide} * (k.until - k.weight)", "k.whole")
    return [
        (
            "assigned",
            f"""SELECT s.id, s.service_id, t.pool, coalesce(t.project, p.id) AS project
            FROM (SELECT *, {first_rule(rules, dialect, tuned)} AS rule FROM series) s
            LEFT JOIN rule_targets t ON t.rule = s.rule
            LEFT JOIN projects p ON s.rule IS NULL AND p.tag = s.project""",
        ),
        *cells(tuned),
        (
            "weights",
            f"""WITH direct AS (
                SELECT p.team, sum(c.amount) AS amount FROM cells c JOIN projects p ON p.id = c.project GROUP BY p.team
            )
            SELECT s.pool, s.team, greatest(coalesce(s.weight::{wide}, d.amount, 0), 0) AS weight
            FROM shares s LEFT JOIN direct d ON d.team = s.team""",
        ),
        (
            "carriers",
            """WITH totals AS (SELECT pool, sum(weight) AS weight FROM weights GROUP BY pool),
            through AS (
                SELECT w.pool, w.team, w.weight * coalesce(t.weight, 1) AS weight
                FROM weights w LEFT JOIN chains c ON c.pool = w.pool LEFT JOIN totals t ON t.pool = c.next
                UNION ALL
                SELECT c.pool, w.team, c.weight * w.weight FROM chains c JOIN weights w ON w.pool = c.next
            ),
            added AS (SELECT pool, team, sum(weight) AS weight FROM through GROUP BY pool, team)
            SELECT pool, team, weight, sum(weight) OVER (PARTITION BY pool ORDER BY team) AS until,
                   sum(weight) OVER (PARTITION BY pool) AS whole
            FROM added""",
        ),
        (
            "charges",
            f"""SELECT * FROM (
                SELECT c.day, p.team, c.project, c.service_id, NULL::int AS pool, c.amount::{wide} AS amount
                FROM cells c LEFT JOIN projects p ON p.id = c.project WHERE c.pool IS NULL
                UNION ALL
                SELECT c.day, k.team, NULL::int, c.service_id, c.pool, {part} - {before}
                FROM cells c JOIN carriers k ON k.pool = c.pool
            ) AS found WHERE amount <> 0""",
        ),
    ]


TOTALS = "SELECT team, sum(amount), count(*) FROM charges GROUP BY team"
