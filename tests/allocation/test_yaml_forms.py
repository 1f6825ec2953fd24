"""What the file says becomes the rulebook: the short form, the traps of YAML 1.1, every form of a condition."""

from fractions import Fraction

import pytest

from allocation.engine.rulebook import (
    Condition,
    Kind,
    Method,
    Operator,
    Rule,
    Rulebook,
    Settlement,
    SettlementMethod,
    Share,
    Target,
    Team,
)
from allocation.rulebook import rulebook_from_yaml

SHORT = """
projects: {alpha: dev, beta: ops, shared: shared}
teams: {dev: Alice, ops: Bob, shared: Management}
default_owner: Unassigned
filters: {services: [EC2, S3, Lambda]}
splits: {shared: [dev: 0.5, ops: 0.5]}
"""
DEV, OPS = Target(Kind.TEAM, "dev"), Target(Kind.TEAM, "ops")


def test_the_short_form_stands_for_teams_projects_a_pool_and_the_rule_that_feeds_it() -> None:
    rulebook = rulebook_from_yaml(SHORT)
    assert [(team.slug, team.owner) for team in rulebook.teams] == [
        ("dev", "Alice"),
        ("ops", "Bob"),
        ("shared", "Management"),
    ]
    assert {project.slug: project.tenures[0].team for project in rulebook.projects} == {
        "alpha": "dev",
        "beta": "ops",
        "shared": "shared",
    }
    assert rulebook.rules == (
        Rule(
            "shared cost of shared",
            (Condition("tags.project", Operator.IS, ("shared",)),),
            Target(Kind.POOL, "shared"),
        ),
    )
    (pool,) = rulebook.pools
    assert (pool.slug, pool.splits[0].method) == ("shared", Method.FIXED)
    assert pool.splits[0].shares == (Share(DEV, Fraction(1, 2)), Share(OPS, Fraction(1, 2)))
    assert (rulebook.tag_keys, rulebook.services, rulebook.default_owner) == (
        ("project",),
        ("EC2", "Lambda", "S3"),
        "Unassigned",
    )


def test_with_several_tag_keys_the_shared_pool_is_fed_by_the_first_that_is_present() -> None:
    rules = rulebook_from_yaml(SHORT + "tag: [project, app]").rules
    assert [rule.conditions for rule in rules] == [
        (Condition("tags.project", Operator.IS, ("shared",)),),
        (Condition("tags.project", Operator.ABSENT), Condition("tags.app", Operator.IS, ("shared",))),
    ]


def test_a_shared_team_that_receives_from_another_is_meant_as_its_pool() -> None:
    rulebook = rulebook_from_yaml(
        "teams: {dev: A, net: B, db: C}\nprojects: {net: net, db: db}\nsplits: {net: [dev: 1, db: 1], db: {dev: 1}}"
    )
    assert [str(share.target) for share in rulebook.pools[1].splits[0].shares] == ["pool:db", "team:dev"]
    assert rulebook.settlement == Settlement(SettlementMethod.RECIPROCAL)


def test_names_without_weights_share_evenly() -> None:
    (pool,) = rulebook_from_yaml("teams: {dev: A, ops: B, it: C}\nsplits: {it: [dev, ops]}").pools
    assert pool.splits[0].method is Method.EVEN


def test_yaml_1_1_may_not_turn_words_and_numbers_into_something_else() -> None:
    rulebook = rulebook_from_yaml(
        "teams: {NO: Nora, on: Olga, 0123: yes, 1e3: ~}\n"
        "rules: [{name: 12:30, when: {account: 000111222333}, team: NO}]\n"
        "pools: {p: {method: fixed, targets: {NO: 0.1, on: .2, 0123: 010}}}"
    )
    assert [(team.slug, team.owner) for team in rulebook.teams] == [
        ("0123", "yes"),
        ("1e3", ""),
        ("NO", "Nora"),
        ("on", "Olga"),
    ]
    assert rulebook.rules[0].name == "12:30"
    assert rulebook.rules[0].conditions[0].values == ("000111222333",)
    assert {str(share.target): share.weight for share in rulebook.pools[0].splits[0].shares} == {
        "team:NO": Fraction(1, 10),
        "team:on": Fraction(1, 5),
        "team:0123": Fraction(10),
    }


def test_a_key_that_cannot_stand_in_a_link_gets_a_slug_and_keeps_its_name_and_tag() -> None:
    rulebook = rulebook_from_yaml("teams: {Größe & Co: Alice}\nprojects: {my/app: Größe & Co}")
    assert rulebook.teams == (Team("Groe-Co", "Größe & Co", "Alice"),)
    assert (rulebook.projects[0].slug, rulebook.projects[0].tags) == ("my-app", ("my/app",))


CONDITIONS = {
    "{service: 'AWS *'}": [("service", Operator.IS, ("AWS *",), False)],
    "{service: [a, b]}": [("service", Operator.IS, ("a", "b"), False)],
    "{service: {in: [a, b]}}": [("service", Operator.IS, ("a", "b"), False)],
    "{account: {prefix: 0011}}": [("account", Operator.PREFIX, ("0011",), False)],
    "{region: {suffix: [-1, -2]}}": [("region", Operator.SUFFIX, ("-1", "-2"), False)],
    "{tags.env: {contains: prod}}": [("tags.env", Operator.CONTAINS, ("prod",), False)],
    "{tags.a.b: {regex: '^x'}}": [("tags.a.b", Operator.REGEX, ("^x",), False)],
    "{tags.env: {absent: true}}": [("tags.env", Operator.ABSENT, (), False)],
    "{tags.env: {absent: false}}": [("tags.env", Operator.ABSENT, (), True)],
    "{tags.env: {not: {absent: true}}}": [("tags.env", Operator.ABSENT, (), True)],
    "{tags.env: {not: prod}}": [("tags.env", Operator.IS, ("prod",), True)],
    "{tags.env: {not: [a, b]}}": [("tags.env", Operator.IS, ("a", "b"), True)],
    "{tags.env: {not: {prefix: p}}}": [("tags.env", Operator.PREFIX, ("p",), True)],
    "{service: {prefix: A, not: {contains: b}}}": [
        ("service", Operator.PREFIX, ("A",), False),
        ("service", Operator.CONTAINS, ("b",), True),
    ],
    "[{service: {contains: a}}, {service: {contains: b}}]": [
        ("service", Operator.CONTAINS, ("a",), False),
        ("service", Operator.CONTAINS, ("b",), False),
    ],
    "{}": [],
}


@pytest.mark.parametrize("when", CONDITIONS)
def test_every_form_of_a_condition_is_read(when: str) -> None:
    (rule,) = read(f"rules: [{{name: r, when: {when}, team: dev}}]").rules
    assert [(one.dimension, one.operator, one.values, one.negated) for one in rule.conditions] == CONDITIONS[when]


def test_pools_that_charge_pools_are_settled_reciprocally_unless_the_file_says_otherwise() -> None:
    pools = "pools: {a: {method: even, targets: [dev, pool:b]}, b: {method: even, targets: [ops]}}\n"
    assert read(pools).settlement.method is SettlementMethod.RECIPROCAL
    assert read(pools + "settlement: {method: direct}").settlement.method is SettlementMethod.DIRECT
    assert read("").settlement.method is SettlementMethod.DIRECT


def read(text: str) -> Rulebook:
    return rulebook_from_yaml("teams: {dev: Alice, ops: Bob}\n" + text)
