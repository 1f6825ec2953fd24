"""The frozen values that pages, workbooks and commands read: statement and overview."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which numbers these are: period, basis and the run they come from. Printed on every page and file."""

    month: dt.date
    currency: str
    basis: str
    state: str
    run_id: int
    checksum: str
    rulebook_fingerprint: str
    calculated_at: dt.datetime
    is_estimated: bool
    data_until: dt.datetime | None
    """When the newest pull behind the numbers ended."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who pays, with the names as they were when the run was made."""

    slug: str
    name: str
    owner: str
    cost_centre: str = ""
    gl_account: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents of one row: own cost, shares of pools, both, and the total in the month before (None: no data)."""

    direct: Decimal
    shared: Decimal
    total: Decimal
    previous: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Total less the month before."""
        return None if self.previous is None else self.total - self.previous

    @property
    def change_percent(self) -> Decimal | None:
        """Change in percent of the month before, one decimal; None where the month before was zero or is unknown."""
        return None if self.change is None else percent(self.change, self.previous)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a team, project or service. `slug` is empty where there is nothing to link to."""

    slug: str
    name: str
    amounts: Amounts
    percent_of_whole: Decimal | None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SharedCost:
    """What a team carries of one pool: the pool's total, how it is shared and the team's part."""

    pool: str
    name: str
    note: str
    method: str
    """In words, for example "in proportion to direct cost" or "fixed weights: 60 of 100"."""
    pool_total: Decimal
    percent: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Day:
    """Cents of one day; the days add up to the statement."""

    day: dt.date
    direct: Decimal
    shared: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """The finest row of a statement. `cents` is what is printed and adds up; `amount` is exact."""

    project: str
    service: str
    pool: str
    amount: Decimal
    cents: Decimal


@dataclass(frozen=True, slots=True)
class Moved:
    """A service or project whose own cost moved since the month before, in cents."""

    slug: str
    name: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class PoolMoved:
    """What a team's part of a pool moved. `price` and `usage` are None where the pool is new, gone or shared anew.

    `price` is what the same use costs more or less, `usage` what more or less use costs; together they are `change`.
    `quantities` and `prices` are those before and now: readings in `unit` and the cost of one, or, without a unit,
    the part of the pool and the pool's whole cost.
    """

    pool: str
    name: str
    change: Decimal
    price: Decimal | None = None
    usage: Decimal | None = None
    unit: str = ""
    quantities: tuple[Fraction, Fraction] | None = None
    prices: tuple[Fraction, Fraction] | None = None
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """Why a statement is not that of the month before, in cents.

    `services` and, once more, `projects` add up to `direct`; `pools` add up to `shared`; both to the change.
    """

    direct: Decimal
    shared: Decimal
    services: tuple[Moved, ...]
    projects: tuple[Moved, ...]
    pools: tuple[PoolMoved, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What makes a statement an issued one. `checksum` is empty inside the text that it is the checksum of.

    `audit_head` is the audit log's newest block when it was issued, as NUMBER:HASH, and part of that text; empty on
    what was issued before statements carried it.
    """

    number: str
    version: int
    issued_at: dt.datetime
    issued_by: str
    replaces: str = ""
    note: str = ""
    checksum: str = ""
    audit_head: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line beside the month's own charges: an adjustment of an earlier month, or what is already billed as one."""

    month: dt.date
    what: str
    """Why it is there, in words."""
    project: str
    service: str
    pool: str
    cents: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """What one team owes for one period. All parts add up to `amounts.total`, in cents.

    `corrections` are not part of that: with them it is `to_pay`. `issue` is None for a draft.
    `changes` is None when the month before has no run. Own cost by account and environment stands beside one row for
    shared cost; there are no environments where `environment_key` is empty.
    """

    stamp: Stamp
    team: Party
    amounts: Amounts
    by_project: tuple[Row, ...]
    by_service: tuple[Row, ...]
    shared_costs: tuple[SharedCost, ...]
    days: tuple[Day, ...]
    lines: tuple[Line, ...]
    by_account: tuple[Row, ...] = ()
    by_environment: tuple[Row, ...] = ()
    environment_key: str = ""
    changes: Changes | None = None
    corrections: tuple[Correction, ...] = ()
    issue: Issue | None = None

    @property
    def corrected(self) -> Decimal:
        """The corrections' sum."""
        return sum((one.cents for one in self.corrections), Decimal("0.00"))

    @property
    def to_pay(self) -> Decimal:
        """The month's charges and the corrections."""
        return self.amounts.total + self.corrected


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The proof on show, exact to the tenth decimal: allocated + unallocated + rounding = bill, difference 0."""

    bill: Decimal
    allocated: Decimal
    unallocated: Decimal
    rounding: Decimal

    @property
    def difference(self) -> Decimal:
        return self.bill - self.allocated - self.unallocated - self.rounding


@dataclass(frozen=True, slots=True)
class MonthTotals:
    """One bar of the trend: cents per team slug, and unallocated under ""."""

    month: dt.date
    is_estimated: bool
    is_open: bool
    totals: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole company's month: every team, unallocated, the bill in cents, and the trend up to this month."""

    stamp: Stamp
    bill: Amounts
    unallocated: Amounts
    allocated_percent: Decimal | None
    teams: tuple[Row, ...]
    reconciliation: Reconciliation
    trend: tuple[MonthTotals, ...]
    team_names: dict[str, str] = field(default_factory=dict)
    """The names of all teams in the trend, also of those that are no more."""


def percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """`part` in percent of `whole` with one decimal; None where the whole is zero or unknown."""
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else None
