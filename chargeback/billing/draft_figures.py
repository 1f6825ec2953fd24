"""Stored looks at a draft -> frozen figures: per month and team before and after, in cents that add up; what moves."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from allocation.engine.money import from_cents, from_units
from allocation.models import Draft

from .models import DraftMonth

NOBODY = "Unallocated"


@dataclass(frozen=True, slots=True)
class TeamChange:
    """A team's month before and after, in cents as its statement prints them. `slug` is empty for unallocated."""

    month: dt.date
    slug: str
    name: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class PoolChange:
    """What a team carries of a pool before and after, exact."""

    month: dt.date
    pool: str
    team: str
    team_name: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where cost is: a team, a project's team, a pool, or nobody and why; and the rule that put it there."""

    team: str
    project: str
    pool: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class MovedCost:
    """A group of series of one service and account that goes elsewhere."""

    month: dt.date
    service: str
    account: str
    account_name: str
    before: Whereabouts
    after: Whereabouts
    series: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthChange:
    """One month and currency under a draft. All sums are exact; `teams` holds unallocated too and adds up to the bill.

    `is_current`: made from the draft and the rulebook as they are now. `is_shown`: what stands under "now" is the run
    that pages show; otherwise rules or records have changed since that run.
    """

    month: dt.date
    currency: str
    bill: Decimal
    before: Decimal
    after: Decimal
    is_estimated: bool
    is_shown: bool
    is_current: bool
    made_at: dt.datetime
    teams: tuple[TeamChange, ...]
    pools: tuple[PoolChange, ...]
    moves: tuple[MovedCost, ...]
    more_moves: int

    @property
    def is_conserved(self) -> bool:
        """The sum of all teams and unallocated is the bill, before and after, to the last digit."""
        return self.before == self.after == self.bill

    @property
    def changed(self) -> tuple[TeamChange, ...]:
        return tuple(team for team in self.teams if team.change)

    @property
    def moved(self) -> Decimal:
        """How much goes from some to others: half of all changes, since they add up to zero."""
        return sum((abs(team.change) for team in self.teams), Decimal("0.00")) / 2


def month_changes(draft: Draft) -> tuple[MonthChange, ...]:
    """Every look at the draft that is stored, newest month first."""
    return tuple(month_change(draft, row) for row in draft.months.all())


def month_change(draft: Draft, row: DraftMonth) -> MonthChange:
    is_current = (row.fingerprint, row.base_fingerprint) == (draft.fingerprint, draft.base_fingerprint)
    return MonthChange(
        month=row.month,
        currency=row.currency,
        bill=Decimal(row.bill),
        before=exact_sum(team["before"] for team in row.teams),
        after=exact_sum(team["after"] for team in row.teams),
        is_estimated=row.is_estimated,
        is_shown=row.is_shown,
        is_current=is_current,
        made_at=row.made_at,
        teams=tuple(team_change(row.month, team) for team in row.teams),
        pools=tuple(pool_change(row.month, pool) for pool in row.pools),
        moves=tuple(moved_cost(row.month, move) for move in row.moves),
        more_moves=row.more_moves,
    )


def exact_sum(amounts: Iterable[list[str]]) -> Decimal:
    return from_units(sum(int(direct) + int(shared) for direct, shared, _ in amounts))


def team_change(month: dt.date, row: dict[str, object]) -> TeamChange:
    before, after = (from_cents(int(row[side][2])) for side in ("before", "after"))  # type: ignore[index]
    return TeamChange(month, str(row["team"] or ""), str(row["name"] or NOBODY), before, after)


def pool_change(month: dt.date, row: dict[str, object]) -> PoolChange:
    before, after = (from_units(int(str(row[side]))) for side in ("before", "after"))
    team_name = str(row["team_name"] or NOBODY)
    return PoolChange(month, str(row["pool_name"]), str(row["team"] or ""), team_name, before, after)


def moved_cost(month: dt.date, row: dict[str, object]) -> MovedCost:
    before, after = (Whereabouts(**row[side]) for side in ("before", "after"))  # type: ignore[arg-type]
    return MovedCost(
        month,
        str(row["service"]),
        str(row["account"]),
        str(row["account_name"]),
        before,
        after,
        int(str(row["series"])),
        from_units(int(str(row["amount"]))),
    )
