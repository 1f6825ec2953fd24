"""Two people change one rulebook: what only one of them changed is kept, and clashes are named."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.rulebook import Kind, Rule, Rulebook, Target, Team
from allocation.rulebook.changes import changes_between
from allocation.rulebook.merge import merge
from allocation.rulebook.order import in_order
from tests.engine.companies import company

seeds = st.integers(0, 10**9)


def rulebook(seed: int) -> Rulebook:
    return in_order(company(seed)[0])


def rule(name: str, team: str = "a") -> Rule:
    return Rule(name, (), Target(Kind.TEAM, team))


def named(*names: str) -> Rulebook:
    return Rulebook(teams=(Team("a", "A"), Team("b", "B")), rules=tuple(map(rule, names)))


def names_of(rules: Rulebook) -> str:
    return "".join(one.name for one in rules.rules)


@given(seeds, seeds)
@settings(max_examples=100, deadline=None)
def test_where_one_side_changed_nothing_the_other_is_the_result(seed: int, other: int) -> None:
    base, changed = rulebook(seed), rulebook(other)
    for merged in (merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)):
        assert (merged.rulebook, merged.conflicts) == (changed, ())


@given(seeds, seeds, seeds)
@settings(max_examples=100, deadline=None)
def test_every_change_of_either_side_is_there_or_named_as_a_conflict(seed: int, one: int, other: int) -> None:
    base, theirs, ours = rulebook(seed), rulebook(one), rulebook(other)
    merged = merge(base, theirs, ours)
    clashes = {(clash.kind, clash.name) for clash in merged.conflicts}
    lost = {(change.kind, change.name) for change in changes_between(merged.rulebook, theirs).items}
    by_us = {(change.kind, change.name) for change in changes_between(base, ours).items}
    assert lost - {("rules", "order")} <= by_us
    assert {(c.kind, c.name) for c in changes_between(merged.rulebook, ours).items} & clashes <= {("rules", "order")}


def test_both_changed_the_same_rule_to_something_else() -> None:
    base, theirs = named("x", "y"), replace(named("x"), rules=(rule("x", "b"), rule("y")))
    ours = replace(base, rules=(replace(rule("x"), note="why"), rule("y")))
    merged = merge(base, theirs, ours)
    assert [str(clash) for clash in merged.conflicts] == ["rule x"]
    assert merged.rulebook.rules[0].note == "why"


def test_new_rules_stay_behind_the_rule_they_were_put_behind() -> None:
    base = named("a", "b", "c")
    assert names_of(merge(base, named("a", "T", "b", "c"), named("a", "b", "O", "c")).rulebook) == "aTbOc"
    assert names_of(merge(base, named("T", "a", "b", "c"), named("c", "b", "a", "O")).rulebook) == "TcbaO"
    assert names_of(merge(base, named("a", "c"), named("O", "a", "b", "c")).rulebook) == "Oac"


def test_two_orders_are_a_conflict_only_when_they_differ() -> None:
    base = named("a", "b", "c")
    assert merge(base, named("c", "b", "a"), named("c", "b", "a")).conflicts == ()
    clash = merge(base, named("c", "b", "a"), named("b", "a", "c"))
    assert ([str(one) for one in clash.conflicts], names_of(clash.rulebook)) == (["rules order"], "bac")
