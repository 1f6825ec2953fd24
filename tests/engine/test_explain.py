"""Every charge can say where it comes from, and every series who carries it."""

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allocation.engine.compare import compare
from allocation.engine.costs import Series
from allocation.engine.explain import Evidence, carriages, explain
from allocation.engine.rulebook import Rulebook, RulebookError, Settlement, SettlementMethod, Span
from allocation.engine.trials import trials

from .companies import company
from .company import Record, costs, day, pool, rule, run, teams, where

HR, IT = Series("hr"), Series("it", tags={"env": "prod"})
BOOK = Rulebook(
    teams=teams("dev", "ops"),
    rules=(
        rule("people", "pool:hr", where("service", "hr")),
        rule("old machines", "dev", where("service", "it"), span=Span(None, day(1))),
        rule("test machines", "dev", where("service", "it"), where("tags.env", "test")),
        rule("nothing alike", "dev", where("service", "zz"), where("tags.env", "test")),
        rule("machines", "pool:it", where("service", "it")),
    ),
    pools=(
        pool("hr", {"pool:it": 20, "dev": 40, "ops": 40}),
        pool("it", {"pool:hr": 25, "dev": 50, "ops": 25}),
    ),
    settlement=Settlement(SettlementMethod.RECIPROCAL),
)
RECORDS: list[Record] = [(HR, 0, 114_000), (IT, 0, 228_000)]


def evidence(rulebook: Rulebook, records: list[Record]) -> Evidence:
    return Evidence(rulebook, *costs(records), run(rulebook, records))


def test_a_charge_names_its_origin_rule_ratio_and_ways() -> None:
    known = evidence(BOOK, RECORDS)
    charge = next(one for one in known.allocation.charges.rows() if (one.team, one.pool) == ("dev", "hr"))
    why = explain(known, charge)
    assert [(one.rule, one.amount) for one in why.origins] == [("people", 114_000)]
    assert why.ratio == Fraction(10, 19)
    assert charge.amount == 60_000
    assert [[(str(step.receiver), step.weight, step.ratio) for step in way.steps] for way in why.paths] == [
        [("pool:it", Fraction(20), Fraction(1, 5)), ("team:dev", Fraction(50), Fraction(1, 2))],
        [("team:dev", Fraction(40), Fraction(2, 5))],
    ]


def test_the_rules_that_nearly_held_are_known() -> None:
    tried = list(trials(BOOK, IT, day(1)))
    assert [one.rule.name for one in tried if one.nearly_held] == ["old machines", "test machines"]
    assert [one.rule.name for one in tried if one.held] == ["machines"]
    assert tried[2].failed == (where("tags.env", "test"),)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_charges_are_their_origins_times_their_ratio(seed: int) -> None:
    rulebook, records = company(seed)
    try:
        known = evidence(rulebook, records)
    except RulebookError:
        assume(False)
    for charge in list(known.allocation.charges.rows())[:20]:
        why = explain(known, charge)
        assert abs(sum(one.amount for one in why.origins) * why.ratio - charge.amount) < 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_those_who_carry_a_series_carry_exactly_all_of_it(seed: int) -> None:
    rulebook, records = company(seed)
    try:
        known = evidence(rulebook, records)
    except RulebookError:
        assume(False)
    for number in range(min(3, len(known.series))):
        by_day: dict[int, Fraction] = defaultdict(Fraction)
        for one in carriages(known, number):
            by_day[one.day] += one.amount
        assert by_day == {on: amount for on, amount in known.costs_of_series(number).items() if amount}
        assert sum(by_day.values()) == sum(amount for one, _, amount in records if one == known.series[number])


def test_the_three_settlements_stand_side_by_side() -> None:
    assert [(one.method, one.totals) for one in compare(BOOK, *costs(RECORDS))] == [
        ("direct", {"dev": 209_000, "ops": 133_000}),
        ("step-down", {"dev": 212_800, "ops": 129_200}),
        ("reciprocal", {"dev": 204_000, "ops": 138_000}),
    ]


def test_a_settlement_that_cannot_be_computed_says_so_beside_the_others() -> None:
    book = Rulebook(teams=teams("dev"), pools=(pool("a", ["pool:b"]), pool("b", ["dev"])))
    direct, step_down, reciprocal = compare(book, *costs([]))
    assert "pools.a.targets" in direct.problems[0]
    assert (step_down.problems, reciprocal.problems) == ((), ())


@pytest.mark.parametrize("team", ["dev", "ops"])
def test_ways_and_circles_together_make_the_ratio(team: str) -> None:
    known = evidence(BOOK, RECORDS)
    for charge in known.allocation.charges.rows():
        if charge.team == team:
            why = explain(known, charge)
            assert 0 < sum((way.ratio for way in why.paths), Fraction(0)) < why.ratio
