"""How pools are shared: methods, fallbacks, dates, inactive teams."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from allocation.engine.allocation import Reason
from allocation.engine.costs import Series
from allocation.engine.rulebook import Basis, Driver, Method, Pool, Reading, Rulebook, Settlement, Span, Split, Team

from .company import MONTH, Record, by_team, charges, day, pool, project, rule, run, shares, target, teams, where

SUPPORT, DEV, OPS = Series("AWS Support (Business)"), Series("Dev"), Series("Ops")
BOOK = Rulebook(
    teams=teams("dev", "ops", "qa"),
    rules=(
        rule("support", "pool:support", where("service", "AWS Support*")),
        rule("dev", "dev", where("service", "Dev")),
        rule("ops", "ops", where("service", "Ops")),
    ),
    drivers=(Driver("gb", "Gigabytes", "GB"),),
)
RECORDS = [(SUPPORT, 0, 100), (DEV, 0, 600), (OPS, 1, 300)]


def book(*pools: Pool, **changes) -> Rulebook:  # type: ignore[no-untyped-def]
    return replace(BOOK, pools=pools, **changes)


def reading(name: str, value: int, month: int = 10) -> Reading:
    return Reading("gb", MONTH.replace(month=month), target(name), Fraction(value))


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        (pool("support", {"dev": 60, "ops": 30, "qa": 10}), {"dev": 660, "ops": 330, "qa": 10}),
        (pool("support", {"dev": 2, "ops": 1}), {"dev": 667, "ops": 333}),
        (pool("support", ["dev", "ops", "qa"], "even"), {"dev": 634, "ops": 333, "qa": 33}),
        (pool("support", ["dev", "ops", "qa"], "proportional"), {"dev": 667, "ops": 333}),
        (pool("support", [], "even", to_all_teams=True), {"dev": 634, "ops": 333, "qa": 33}),
        (pool("support", [], "proportional", to_all_teams=True), {"dev": 667, "ops": 333}),
    ],
)
def test_each_method_shares_the_pool_to_the_last_unit(support: Pool, expected: dict[str, int]) -> None:
    assert by_team(book(support), RECORDS) == expected


def test_readings_of_the_month_share_a_pool_by_driver() -> None:
    rulebook = book(
        pool("support", ["dev", "ops"], "driver", driver="gb"), readings=(reading("dev", 1), reading("ops", 3))
    )
    assert by_team(rulebook, [(SUPPORT, 0, 100)]) == {"dev": 25, "ops": 75}
    assert [(one.weight, one.unit, one.ratio) for one in run(rulebook, RECORDS).shares] == [
        (Fraction(1), "GB", Fraction(1, 4)),
        (Fraction(3), "GB", Fraction(3, 4)),
    ]


@pytest.mark.parametrize(
    ("fallback", "readings", "expected", "note"),
    [
        ("unallocated", [], {Reason.NOTHING_TO_SHARE_BY: 100}, "no reading of gb for 2026-10: team:dev, team:ops"),
        ("even", [("dev", 4)], {"dev": 50, "ops": 50}, "no reading of gb for 2026-10: team:ops; even parts instead"),
        (
            "team:qa",
            [("dev", 0), ("ops", 0)],
            {"qa": 100},
            "the readings of gb for 2026-10 add up to zero; all to team:qa",
        ),
        ("previous", [("dev", 1, 8), ("ops", 1, 8), ("ops", 3, 9)], {"dev": 25, "ops": 75}, "reading of 2026-08"),
        ("previous", [("dev", 3), ("ops", 1, 9)], {"dev": 75, "ops": 25}, "reading of 2026-09"),
        (
            "previous",
            [("dev", 0), ("ops", 0), ("dev", 1, 9), ("ops", 1, 9)],
            {"dev": 50, "ops": 50},
            "reading of 2026-09",
        ),
        (
            "previous",
            [("dev", 3, 11), ("ops", 1, 11)],
            {Reason.NOTHING_TO_SHARE_BY: 100},
            "no reading of gb for 2026-10",
        ),
    ],
)
def test_missing_or_zero_readings_use_the_declared_fallback_and_say_so(
    fallback: str,
    readings: list[Any],
    expected: dict[str, int],
    note: str,
) -> None:
    rulebook = book(
        pool("support", ["dev", "ops"], "driver", driver="gb", fallback=fallback),
        readings=tuple(reading(*one) for one in readings),
    )
    assert by_team(rulebook, [(SUPPORT, 0, 100)]) == expected
    assert any(note in share.note for share in run(rulebook, [(SUPPORT, 0, 100)]).shares)


@pytest.mark.parametrize("costs", [[], [(DEV, 0, 50), (OPS, 0, -50)], [(DEV, 0, -50)]])
def test_cost_of_zero_or_less_is_nothing_to_share_by(costs: list[Record]) -> None:
    rulebook = book(pool("support", ["dev", "ops"], "proportional", fallback="even"))
    shared = [charge.amount for charge in charges(rulebook, [(SUPPORT, 0, 100), *costs]) if charge.pool]
    assert shared == [50, 50]


def test_a_receiver_with_credits_only_takes_no_part() -> None:
    rulebook = book(pool("support", ["dev", "ops"], "proportional"))
    records = [(SUPPORT, 0, 100), (DEV, 0, 600), (OPS, 0, -300)]
    assert by_team(rulebook, records) == {"dev": 700, "ops": -300}
    assert run(rulebook, records).shares[1].note == "cost below zero takes no part"


def test_a_credit_in_a_pool_is_shared_like_a_cost() -> None:
    rulebook = book(pool("support", {"dev": 2, "ops": 1}))
    assert by_team(rulebook, [(SUPPORT, 0, -100)]) == {"dev": -67, "ops": -33}


def test_only_costs_on_the_days_of_the_split_count_as_weights() -> None:
    splits = tuple(
        Split(Method.PROPORTIONAL, shares(["dev", "ops"]), span=span)
        for span in (Span(None, day(2)), Span(day(2), None))
    )
    rulebook = book(Pool("support", "Support", splits))
    records = [(SUPPORT, 0, 100), (SUPPORT, 1, 100), (DEV, 0, 600), (OPS, 1, 300)]
    assert by_team(rulebook, records) == {"dev": 700, "ops": 400}


def test_a_pool_without_a_split_that_day_stays_unallocated() -> None:
    rulebook = book(pool("support", ["dev"], span=Span(day(2), None)))
    assert by_team(rulebook, [(SUPPORT, 0, 100), (SUPPORT, 1, 7)]) == {Reason.NO_SPLIT: 100, "dev": 7}


def test_a_named_team_that_is_not_active_leaves_its_part_unallocated() -> None:
    rulebook = book(pool("support", ["dev", "old"]), teams=(*BOOK.teams, Team("old", "Old", active=Span(None, day(2)))))
    assert by_team(rulebook, [(SUPPORT, 0, 10), (SUPPORT, 1, 10)]) == {"dev": 10, "old": 5, Reason.TEAM_INACTIVE: 5}


def test_all_teams_means_those_active_on_the_day() -> None:
    rulebook = book(
        pool("support", [], "even", to_all_teams=True),
        teams=(*teams("dev", "ops"), Team("old", "Old", active=Span(None, day(2)))),
    )
    assert by_team(rulebook, [(SUPPORT, 0, 30), (SUPPORT, 1, 30)]) == {"dev": 25, "old": 10, "ops": 25}


def test_a_share_of_a_project_goes_to_its_team_of_the_day() -> None:
    moving = project("alpha", ("dev", Span(None, day(2))), ("ops", Span(day(2), day(3))))
    rulebook = book(pool("support", ["project:alpha"]), projects=(moving,))
    assert [
        (one.team, one.project, one.reason) for one in charges(rulebook, [(SUPPORT, number, 1) for number in range(3)])
    ] == [("dev", "alpha", ""), ("ops", "alpha", ""), (None, "alpha", Reason.NO_TEAM)]


def test_total_counts_what_earlier_pools_passed_on() -> None:
    network = Series("Network")
    rulebook = book(
        pool("support", ["dev", "ops"], "proportional", basis=Basis.TOTAL),
        pool("zone", {"ops": 1}),
        rules=(*BOOK.rules, rule("network", "pool:zone", where("service", "Network"))),
    )
    records = [(SUPPORT, 0, 120), (network, 0, 300), (DEV, 0, 600), (OPS, 0, 300)]
    assert by_team(rulebook, records) == {"dev": 660, "ops": 660}
    first = replace(rulebook, settlement=Settlement(order=("support", "zone")))
    assert by_team(first, records) == {"dev": 680, "ops": 640}


def test_amounts_beyond_int64_still_add_up() -> None:
    rulebook = book(pool("support", ["dev", "ops", "qa"], "even"))
    amount = 10**24 + 1
    totals = by_team(rulebook, [(SUPPORT, 0, amount), (DEV, 0, amount)])
    assert sum(totals.values()) == 2 * amount
    assert totals["ops"] == (amount + 1) // 3
