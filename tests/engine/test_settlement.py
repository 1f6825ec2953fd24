"""Pools that charge each other: direct, step-down and reciprocal."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.costs import Series
from allocation.engine.equations import visits
from allocation.engine.rulebook import Pool, Rulebook, RulebookError, Settlement, SettlementMethod

from .company import by_team, pool, rule, run, teams, where

DIRECT, STEP_DOWN, RECIPROCAL = SettlementMethod.DIRECT, SettlementMethod.STEP_DOWN, SettlementMethod.RECIPROCAL


def company(*pools: Pool, method: SettlementMethod, order: tuple[str, ...] = ()) -> Rulebook:
    """Each pool receives the service of its own name."""
    rules = tuple(rule(one.slug, f"pool:{one.slug}", where("service", one.slug)) for one in pools)
    return Rulebook(teams=teams("dev", "ops"), rules=rules, pools=pools, settlement=Settlement(method, order))


HR = pool("hr", {"pool:it": 20, "dev": 40, "ops": 40})
IT = pool("it", {"pool:hr": 25, "dev": 50, "ops": 25})
COSTS = [(Series("hr"), 0, 114_000), (Series("it"), 0, 228_000)]


@pytest.mark.parametrize(
    ("method", "order", "expected"),
    [
        (DIRECT, (), {"dev": 209_000, "ops": 133_000}),
        (STEP_DOWN, ("hr", "it"), {"dev": 212_800, "ops": 129_200}),
        (STEP_DOWN, ("it", "hr"), {"dev": 199_500, "ops": 142_500}),
        (RECIPROCAL, (), {"dev": 204_000, "ops": 138_000}),
    ],
)
def test_each_settlement_gives_its_own_exact_figures(
    method: SettlementMethod, order: tuple[str, ...], expected: dict[str, int]
) -> None:
    assert by_team(company(HR, IT, method=method, order=order), COSTS) == expected


def test_a_pool_that_serves_itself_passes_on_everything() -> None:
    own = pool("hr", {"pool:hr": 50, "dev": 30, "ops": 20})
    assert by_team(company(own, method=RECIPROCAL), [(Series("hr"), 0, 100)]) == {"dev": 60, "ops": 40}


def test_the_origin_of_a_charge_is_the_pool_that_was_billed() -> None:
    answer = run(company(HR, IT, method=RECIPROCAL), COSTS)
    assert {charge.pool for charge in answer.charges.rows()} == {"hr", "it"}
    assert sum(charge.amount for charge in answer.charges.rows() if charge.pool == "hr") == 114_000


def test_the_edges_between_pools_show_what_passed_through() -> None:
    shares = run(company(HR, IT, method=RECIPROCAL), COSTS).shares
    assert {(one.pool, str(one.receiver)): one.amount for one in shares} == {
        ("hr", "pool:it"): 36_000,
        ("hr", "team:dev"): 72_000,
        ("hr", "team:ops"): 72_000,
        ("it", "pool:hr"): 66_000,
        ("it", "team:dev"): 132_000,
        ("it", "team:ops"): 66_000,
    }


@pytest.mark.parametrize("pools", [("x", "y"), ("y", "x")])
def test_pools_that_serve_nobody_outside_are_refused_by_name(pools: tuple[str, str]) -> None:
    one, other = pools
    book = company(pool(one, {f"pool:{other}": 1}), pool(other, {f"pool:{one}": 1}), HR, IT, method=RECIPROCAL)
    with pytest.raises(RulebookError) as refused:
        run(book, COSTS)
    assert refused.value.problems == (
        "pools.x, pools.y: from 2026-10-01 on charged to nobody but each other; add a team or project as a target.",
    )


part = st.integers(0, 9)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(part, part, part, st.integers(1, 9), part), min_size=3, max_size=3),
    st.integers(-(10**14), 10**14),
)
def test_reciprocal_is_the_limit_of_repeated_distribution(rows: list[tuple[int, ...]], amount: int) -> None:
    names = ("a", "b", "c")
    receivers = ("pool:a", "pool:b", "pool:c", "dev", "ops")
    pools = tuple(pool(name, dict(zip(receivers, row, strict=True))) for name, row in zip(names, rows, strict=True))
    carried = by_team(company(*pools, method=RECIPROCAL), [(Series("a"), 0, amount)])
    waiting, settled = {"a": Fraction(amount)}, {"dev": Fraction(0), "ops": Fraction(0)}
    for _ in range(400):
        passed: dict[str, Fraction] = {}
        for name, left in waiting.items():
            row = rows[names.index(name)]
            for to, weight in zip(("a", "b", "c", "dev", "ops"), row, strict=True):
                moved = left * weight / sum(row)
                if to in settled:
                    settled[to] += moved
                else:
                    passed[to] = passed.get(to, Fraction(0)) + moved
        waiting = {name: Fraction(int(left * 10**9), 10**9) for name, left in passed.items()}
    assert all(abs(settled[team] - carried.get(team, 0)) < 2 for team in settled)


@settings(max_examples=50, deadline=None)
@given(part, part, part, st.integers(1, 9), st.integers(0, 10**12))
def test_step_down_in_the_right_order_is_reciprocal_when_nothing_comes_back(
    ab: int, ac: int, bc: int, dev: int, amount: int
) -> None:
    pools = (
        pool("a", {"pool:b": ab, "pool:c": ac, "dev": dev, "ops": 1}),
        pool("b", {"pool:c": bc, "dev": 1}),
        pool("c", {"dev": dev, "ops": 2}),
    )
    records = [(Series(name), 0, amount) for name in "abc"]
    step_down = run(company(*pools, method=STEP_DOWN, order=("a", "b", "c")), records)
    reciprocal = run(company(*pools, method=RECIPROCAL), records)
    assert list(step_down.charges.rows()) == list(reciprocal.charges.rows())


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(part, part, part, st.integers(1, 9)), min_size=3, max_size=3),
    st.permutations("abc"),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**12), 10**12)), min_size=1, max_size=5),
)
def test_with_one_consumer_step_down_is_reciprocal_in_any_order(
    rows: list[tuple[int, ...]], order: list[str], costs: list[tuple[str, int]]
) -> None:
    receivers = ("pool:a", "pool:b", "pool:c", "dev")
    pools = tuple(pool(name, dict(zip(receivers, row, strict=True))) for name, row in zip("abc", rows, strict=True))
    records = [(Series(name), 0, amount) for name, amount in costs]
    step_down = run(company(*pools, method=STEP_DOWN, order=tuple(order)), records)
    reciprocal = run(company(*pools, method=RECIPROCAL), records)
    assert list(step_down.charges.rows()) == list(reciprocal.charges.rows())
    assert step_down.charges.total() == sum(amount for _, amount in costs)


@given(
    st.integers(1, 6).flatmap(
        lambda size: st.lists(st.lists(part, min_size=size, max_size=size), min_size=size, max_size=size)
    )
)
def test_the_solution_satisfies_the_equations(weights: list[list[int]]) -> None:
    ratios = [[Fraction(weight, sum(row) + 1) for weight in row] for row in weights]
    through = visits(ratios)
    for row in range(len(ratios)):
        for place in range(len(ratios)):
            arriving = sum(through[row][other] * ratios[other][place] for other in range(len(ratios)))
            assert through[row][place] == (row == place) + arriving


def test_the_method_is_one_option_of_the_same_rulebook() -> None:
    book = company(HR, IT, method=DIRECT)
    totals = {
        method: by_team(replace(book, settlement=Settlement(method, ("hr", "it"))), COSTS)["dev"]
        for method in SettlementMethod
    }
    assert totals == {DIRECT: 209_000, STEP_DOWN: 212_800, RECIPROCAL: 204_000}
