"""Laws that hold for every company: nothing is lost, order does not matter, credits mirror costs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allocation.engine.allocation import Allocation, Assignment, Reason
from allocation.engine.rulebook import Method, Pool, Rulebook, RulebookError

from .companies import company
from .company import Record, costs, run

seeds = st.integers(0, 10**9)
Where = str | tuple[str | None, str | None, Reason]
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def allocated(rulebook: Rulebook, records: Sequence[Record]) -> Allocation:
    """The allocation; companies whose pools charge each other only are left to another test."""
    try:
        return run(rulebook, records)
    except RulebookError:
        assume(False)
        raise


def without_proportional(rulebook: Rulebook) -> Rulebook:
    """The rulebook with weights that do not depend on costs."""

    def even(pool: Pool) -> Pool:
        splits = (
            replace(split, method=Method.EVEN) if split.method is Method.PROPORTIONAL else split
            for split in pool.splits
        )
        return replace(pool, splits=tuple(splits))

    return replace(rulebook, pools=tuple(map(even, rulebook.pools)))


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_charges_of_a_day_add_up_to_its_records(seed: int) -> None:
    rulebook, records = company(seed)
    expected: Counter[int] = Counter()
    for _, day, amount in records:
        expected[day] += amount
    found: Counter[int] = Counter()
    for charge in allocated(rulebook, records).charges.rows():
        found[charge.day] += charge.amount
    assert all(found[day] == expected[day] for day in range(31))


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_charges_of_a_pool_add_up_to_what_went_there_and_others_are_what_they_were(seed: int) -> None:
    rulebook, records = company(seed)
    answer = allocated(rulebook, records)
    series, _ = costs(records)
    went: Counter[tuple[int, str, Where]] = Counter()
    for one, day, amount in records:
        went[day, one.service, where(answer.assignments, series.index(one), day)] += amount
    found: Counter[tuple[int, str, Where]] = Counter()
    for charge in answer.charges.rows():
        payer = (charge.team, charge.project, charge.reason)
        found[charge.day, charge.service, charge.pool or payer] += charge.amount
    assert {key: amount for key, amount in found.items() if amount} == {
        key: amount for key, amount in went.items() if amount
    }


def where(assignments: Iterable[Assignment], series: int, day: int) -> Where:
    """The pool or the payer that a series goes to on a day."""
    (one,) = (one for one in assignments if one.series == series and one.first_day <= day < one.until_day)
    return one.pool or (one.team, one.project, one.reason)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_order_in_which_anything_is_stored_changes_nothing(seed: int) -> None:
    rulebook, records = company(seed)
    random = Random(seed)

    def mixed(things: Sequence) -> tuple:  # type: ignore[type-arg]
        return tuple(random.sample(things, len(things)))

    pools = tuple(
        replace(pool, splits=tuple(replace(one, shares=mixed(one.shares)) for one in mixed(pool.splits)))
        for pool in mixed(rulebook.pools)
    )
    other = replace(
        rulebook,
        teams=mixed(rulebook.teams),
        projects=mixed(rulebook.projects),
        pools=pools,
        readings=mixed(rulebook.readings),
    )
    one, two = allocated(rulebook, records), run(other, mixed(records))
    assert list(one.charges.rows()) == list(two.charges.rows())
    assert one.shares == two.shares


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_month_of_credits_is_the_month_of_costs_turned_round(seed: int) -> None:
    rulebook, records = company(seed)
    rulebook = without_proportional(rulebook)
    costs = [replace(charge, amount=-charge.amount) for charge in allocated(rulebook, records).charges.rows()]
    assert list(run(rulebook, [(one, day, -amount) for one, day, amount in records]).charges.rows()) == costs


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_record_in_two_pieces_costs_everyone_the_same(seed: int) -> None:
    rulebook, records = company(seed)
    whole = list(allocated(rulebook, records).charges.rows())
    for resource in ("", "a part"):  # of the same series, or of one that no rule tells apart
        pieces = [
            piece
            for one, day, amount in records
            for piece in ((one, day, amount // 3), (replace(one, resource=resource), day, amount - amount // 3))
        ]
        assert list(run(rulebook, pieces).charges.rows()) == whole


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_ratios_of_a_pool_add_up_to_one_and_no_day_is_missing(seed: int) -> None:
    rulebook, records = company(seed)
    ratios: Counter[tuple[str, int]] = Counter()
    for share in allocated(rulebook, records).shares:
        for day in range(share.first_day, share.until_day):
            ratios[share.pool, day] += share.ratio  # type: ignore[assignment]
    assert ratios == {(pool.slug, day): Fraction(1) for pool in rulebook.pools for day in range(31)}


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_every_series_is_somewhere_on_every_day(seed: int) -> None:
    rulebook, records = company(seed)
    days: Counter[tuple[int, int]] = Counter()
    for one in allocated(rulebook, records).assignments:
        days.update((one.series, day) for day in range(one.first_day, one.until_day))
    distinct = len({(series.service, *sorted(series.tags.items())) for series, _, _ in records})
    assert days == {(number, day): 1 for number in range(distinct) for day in range(31)}
