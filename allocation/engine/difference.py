"""Two allocations of the same month -> what differs: per team, per pool and team, and which series moved where.

Amounts are in 10^-10. Both sides add up to the records, so all differences add up to zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .allocation import Allocation, Assignment, Charges, Reason
from .cells import exact
from .costs import MonthOfCosts, Series
from .money import round_to_cents, to_cents

Key = tuple[str | None, str | None]
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class TeamAmounts:
    """What a team carries: own cost, shares of pools, and both in cents as its statement prints them."""

    direct: int
    shared: int
    cents: int


@dataclass(frozen=True, slots=True)
class TeamDifference:
    """A team before and after; `team` None is unallocated."""

    team: str | None
    before: TeamAmounts
    after: TeamAmounts


@dataclass(frozen=True, slots=True)
class PoolDifference:
    """What a team (None: nobody) carries of a pool before and after. Only pairs that differ are told."""

    pool: str
    team: str | None
    before: int
    after: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a series is: with a team, perhaps for a project; in a pool; or with nobody for a reason. By which rule."""

    team: str = ""
    project: str = ""
    pool: str = ""
    reason: Reason = Reason.NONE
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Cost of one service and account that went elsewhere: how many series, and what they cost on the days it holds."""

    service: str
    account: str
    account_name: str
    before: Place
    after: Place
    series: int
    amount: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs. `teams` names every team that carries something on either side, nobody last."""

    teams: tuple[TeamDifference, ...]
    pools: tuple[PoolDifference, ...]
    moves: tuple[Move, ...]


def difference(before: Allocation, after: Allocation, series: Sequence[Series], costs: MonthOfCosts) -> Difference:
    """What differs between two allocations of the same series and costs."""
    old, new = carried(before.charges), carried(after.charges)
    return Difference(
        teams=tuple(team_differences(old, new)),
        pools=tuple(pool_differences(old, new)),
        moves=tuple(moves(before, after, series, costs)),
    )


def carried(charges: Charges) -> dict[Key, int]:
    """What each team carries through each pool (None: directly). No team is nobody."""
    teams = sorted({payer.team or "" for payer in charges.payers})
    place = {team: number for number, team in enumerate(teams)}
    team_of_payer = np.array([place[payer.team or ""] for payer in charges.payers], np.int64)
    through = len(charges.pools) + 1
    code = team_of_payer[charges.payer] * through + charges.pool + 1 if len(charges) else np.zeros(0, np.int64)
    amount = exact(charges.amount)
    sums = np.zeros(len(teams) * through, amount.dtype)
    np.add.at(sums, code, amount)
    pools = (None, *charges.pools)
    return {
        (teams[number // through] or None, pools[number % through]): total
        for number, total in enumerate(sums.tolist())
        if total
    }


def team_differences(old: Mapping[Key, int], new: Mapping[Key, int]) -> Iterator[TeamDifference]:
    before, after = by_team(old), by_team(new)
    nothing = TeamAmounts(0, 0, 0)
    for team in sorted({*before, *after}, key=lambda team: (team is None, team or "")):
        yield TeamDifference(team, before.get(team, nothing), after.get(team, nothing))


def by_team(amounts: Mapping[Key, int]) -> dict[str | None, TeamAmounts]:
    """Each team's own and shared cost, with the cents of its statement: the bill in cents shared among all teams and
    nobody by controlled rounding, as a run does it."""
    sums: dict[str, list[int]] = {}
    for (team, pool), amount in amounts.items():
        sums.setdefault(team or "", [0, 0])[pool is not None] += amount
    teams = sorted(sums, key=lambda team: (not team, team))  # a spare cent goes to teams before nobody
    totals = [sum(sums[team]) for team in teams]
    cents = round_to_cents(totals, to_cents(sum(totals)))
    return {
        team or None: TeamAmounts(sums[team][0], sums[team][1], part) for team, part in zip(teams, cents, strict=True)
    }


def pool_differences(old: Mapping[Key, int], new: Mapping[Key, int]) -> Iterator[PoolDifference]:
    pairs = {(pool, team) for team, pool in {*old, *new} if pool is not None}
    for pool, team in sorted(pairs, key=lambda pair: (pair[0], pair[1] is None, pair[1] or "")):
        before, after = old.get((team, pool), 0), new.get((team, pool), 0)
        if before != after:
            yield PoolDifference(pool, team, before, after)


def moves(before: Allocation, after: Allocation, series: Sequence[Series], costs: MonthOfCosts) -> list[Move]:
    """What went elsewhere, dearest first; equal ones in the order of their names."""
    pieces = list(differing(before.assignments, after.assignments))
    found: dict[tuple[str, str, str, Place, Place], tuple[set[int], int]] = {}
    for (number, _, _, old, new), amount in zip(pieces, amounts_of(pieces, costs), strict=True):
        one = series[number]
        members, total = found.setdefault((one.service, one.account, one.account_name, old, new), (set(), 0))
        members.add(number)
        found[one.service, one.account, one.account_name, old, new] = (members, total + amount)
    told = [Move(*key, len(members), amount) for key, (members, amount) in found.items()]
    return sorted(told, key=lambda one: (-abs(one.amount), one.service, one.account, one.before, one.after))


Piece = tuple[int, int, int, Place, Place]


def differing(before: Iterable[Assignment], after: Iterable[Assignment]) -> Iterator[Piece]:
    """Series with the days (first, day after the last) on which it is elsewhere, and where."""
    old, new = by_series(before), by_series(after)
    for number in sorted({*old, *new}):
        mine, theirs = old.get(number, []), new.get(number, [])
        if mine != theirs:
            yield from pieces_of(number, mine, theirs)


def by_series(assignments: Iterable[Assignment]) -> dict[int, list[tuple[int, int, Place]]]:
    found: dict[int, list[tuple[int, int, Place]]] = {}
    for one in assignments:
        place = Place(one.team or "", one.project or "", one.pool or "", one.reason, one.rule)
        found.setdefault(one.series, []).append((one.first_day, one.until_day, place))
    return found


def pieces_of(number: int, mine: list[tuple[int, int, Place]], theirs: list[tuple[int, int, Place]]) -> Iterator[Piece]:
    days = sorted({day for first, until, _ in (*mine, *theirs) for day in (first, until)})
    for first, until in pairwise(days):
        old, new = on(mine, first), on(theirs, first)
        if old != new:
            yield number, first, until, old, new


def on(spans: list[tuple[int, int, Place]], day: int) -> Place:
    return next((place for first, until, place in spans if first <= day < until), Place())


def amounts_of(pieces: Sequence[Piece], costs: MonthOfCosts) -> list[int]:
    """What each piece's series cost on its days."""
    amount = exact(costs.amount)
    position = positions(costs.series, costs.day)
    order = np.argsort(position, kind="stable")
    sums = np.concatenate([np.zeros(1, amount.dtype), np.cumsum(amount[order])])
    start = [number * (LAST_DAY + 1) + first for number, first, *_ in pieces]
    end = [number * (LAST_DAY + 1) + until for number, _, until, *_ in pieces]
    first, after = (np.searchsorted(position[order], np.array(edge, np.int64)) for edge in (start, end))
    totals: list[int] = (sums[after] - sums[first]).tolist()
    return totals


def positions(series: NDArray[np.int32], day: NDArray[np.int16]) -> NDArray[np.int64]:
    """Records in one order: by series, then by day."""
    return series.astype(np.int64) * (LAST_DAY + 1) + day
