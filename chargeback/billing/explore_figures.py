"""The frozen values that exploring asks and answers."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

OTHER = "\x1fother"  # the word of a group that gathers all beyond MOST_GROUPS
MOST_GROUPS = 1000


class Cost(StrEnum):
    """Which cost: as it is charged, own or shared alone, or the bill before anything is shared."""

    CHARGED = ""
    DIRECT = "direct"
    SHARED = "shared"
    BILL = "bill"


class Metric(StrEnum):
    """Which basis: that of each month's statements, or the one that is named, in every month."""

    STATEMENTS = ""
    BILLED = "billed"
    EFFECTIVE = "effective"


class Compare(StrEnum):
    """What the total is set against."""

    PREVIOUS = ""
    YEAR = "year"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class ExploreAsked:
    """Cost of some days by a dimension (see cubes.py), a column for each day or month.

    `only` and `without` are (dimension, word). Several words of a dimension in `only` are any of them; different
    dimensions must all agree. The empty word is what has no value.
    """

    span: Span
    by_day: bool = False
    group: str = "service"
    cost: Cost = Cost.CHARGED
    only: tuple[tuple[str, str], ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    compare: Compare = Compare.PREVIOUS
    metric: Metric = Metric.STATEMENTS


@dataclass(frozen=True, slots=True)
class Scope:
    """What a user can explore: months with data, newest first, in one of the currencies."""

    currency: str
    currencies: tuple[str, ...]
    months: tuple[dt.date, ...]
    is_company: bool
    newest_day: dt.date | None = None
    """The last day that the provider has told of."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A column: a day, or the asked days of a month. `is_unfinished`: the provider still adds to it."""

    first: dt.date
    last: dt.date
    has_data: bool
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A row: cents for each bucket, their total, and the total of the period compared with (None: no data)."""

    word: str
    name: str
    cents: tuple[Decimal, ...]
    total: Decimal
    previous: Decimal | None


@dataclass(frozen=True, slots=True)
class RunUsed:
    """A run that the figures come from, in `basis`; its checksum is that of the statements, in `statements_basis`."""

    month: dt.date
    run_id: int
    checksum: str
    basis: str
    statements_basis: str
    state: str
    is_estimated: bool
    calculated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be grouped and filtered by: a dimension with its values as (word, name), the dearest where many."""

    dimension: str
    values: tuple[tuple[str, str], ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Explored:
    """Groups dearest first, in cents. They add up to `totals` in each bucket, and to those of statements.

    `compared` are the days of the period compared with; None where nothing is compared or there is no data of them.
    """

    currency: str
    asked: ExploreAsked
    buckets: tuple[Bucket, ...]
    groups: tuple[Group, ...]
    total: Group
    compared: Span | None
    runs: tuple[RunUsed, ...]
    offers: tuple[Offer, ...]
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names of the words that are filtered by, per dimension."""
    not_kept: tuple[dt.date, ...] = ()
    """Months that were calculated before the basis asked for was kept; they are left out."""
