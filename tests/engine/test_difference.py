"""Before and after: nothing is lost, what is told adds up, and cents are those of the statements."""

from collections import Counter

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from allocation.engine.allocation import Allocation
from allocation.engine.difference import Difference, difference
from allocation.engine.rulebook import RulebookError
from chargeback.billing.lines import statement_lines

from .companies import company
from .company import Record, costs, run

seeds = st.integers(0, 10**9)


def two(seed: int, other: int) -> tuple[Allocation, Allocation, list[Record]]:
    """One month under the rulebooks of two companies."""
    rulebook, records = company(seed)
    changed, _ = company(other)
    try:
        return run(rulebook, records), run(changed, records), records
    except RulebookError:
        assume(False)
        raise


def compared(seed: int, other: int) -> tuple[Allocation, Allocation, Difference]:
    before, after, records = two(seed, other)
    return before, after, difference(before, after, *costs(records))


def by_party(allocation: Allocation) -> dict[str | None, tuple[int, int]]:
    exact, cents = Counter[str | None](), Counter[str | None]()
    lines = statement_lines(allocation.charges)
    for payer, amount, printed in zip(lines.payer, lines.amount.tolist(), lines.cents.tolist(), strict=True):
        team = lines.payers[payer].team
        exact[team] += amount
        cents[team] += printed
    return {team: (exact[team], cents[team]) for team in exact if exact[team]}


@given(seeds, seeds)
@example(6702763, 0)  # a team and nobody carry the same half cent
@settings(max_examples=60, deadline=None)
def test_teams_are_told_as_the_statements_of_both_sides_print_them(seed: int, other: int) -> None:
    before, after, told = compared(seed, other)
    for side, allocation in (("before", before), ("after", after)):
        amounts = {one.team: getattr(one, side) for one in told.teams}
        found = {team: (one.direct + one.shared, one.cents) for team, one in amounts.items() if one.direct + one.shared}
        assert found == by_party(allocation)


@given(seeds, seeds)
@settings(max_examples=60, deadline=None)
def test_nothing_is_made_or_lost_between_the_sides(seed: int, other: int) -> None:
    _, _, told = compared(seed, other)
    assert sum(one.before.direct + one.before.shared - one.after.direct - one.after.shared for one in told.teams) == 0
    assert sum(one.before.cents - one.after.cents for one in told.teams) == 0


@given(seeds, seeds)
@settings(max_examples=60, deadline=None)
def test_moved_series_explain_every_change_of_own_cost(seed: int, other: int) -> None:
    _, _, told = compared(seed, other)
    moved = Counter[str | None]()
    for move in told.moves:
        for place, sign in ((move.before, -1), (move.after, 1)):
            if not place.pool:
                moved[place.team or None] += sign * move.amount
    changed = {one.team: one.after.direct - one.before.direct for one in told.teams}
    assert {team: amount for team, amount in moved.items() if amount} == {
        team: amount for team, amount in changed.items() if amount
    }


@given(seeds, seeds)
@settings(max_examples=60, deadline=None)
def test_pools_explain_every_change_of_shared_cost(seed: int, other: int) -> None:
    _, _, told = compared(seed, other)
    through = Counter[str | None]()
    for pool in told.pools:
        through[pool.team] += pool.after - pool.before
    assert all(through[one.team] == one.after.shared - one.before.shared for one in told.teams)


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_the_same_rulebook_moves_nothing(seed: int) -> None:
    _, _, told = compared(seed, seed)
    assert (told.pools, told.moves) == ((), ())
    assert all(one.before == one.after for one in told.teams)
