"""The frozen values that the pages and files of lines read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .figures import Party, Stamp
from .selections import Selection


@dataclass(frozen=True, slots=True)
class LineItem:
    """The finest row of a run: what a series cost on a day, or the share of a pool. Names as of the run.

    `first` and `last` are its days, both included; one and the same unless lines are listed by month. `series` is the
    fingerprint of the cost series, empty for shares. `ratio` is the part of the pool that the payer carries; None for
    own cost, and where it changes within the days. `team` is empty for what is with nobody, and `reason` says why.
    """

    first: dt.date
    last: dt.date
    team: str
    team_name: str
    account: str
    account_name: str
    service: str
    project: str
    project_name: str
    tags: Mapping[str, str]
    rule: str
    pool: str
    pool_name: str
    reason: str
    series: str
    ratio: Fraction | None
    amount: Decimal
    """Exact, ten decimals."""


@dataclass(frozen=True, slots=True)
class LinesAsked:
    """Which lines of a run, in which order (one of ORDERS, "-" before it turns it round), and which page of them."""

    selection: Selection = field(default_factory=Selection)
    by_day: bool = True
    order: str = "-cost"
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class Choices:
    """What lines can be filtered by: values with the names that people read."""

    teams: tuple[tuple[str, str], ...]
    """Empty where only one team's lines are shown."""
    services: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    pools: tuple[tuple[str, str], ...]


NO_CHOICES = Choices((), (), (), (), ())


@dataclass(frozen=True, slots=True)
class LinesFound:
    """A page of a run's lines, and what the whole selection is.

    `team` is None for lines of the whole company. `choices` are there for who reads on a page. `total` is exact,
    `cents` what is printed: for all lines of a team its statement. With `has_moved` the provider's data is newer than
    the run, so own cost by day is as the run charged it, without account and rule. With `is_too_long` there are more
    lines than can be listed, and none are.
    """

    stamp: Stamp
    team: Party | None
    asked: LinesAsked
    choices: Choices = NO_CHOICES
    items: tuple[LineItem, ...] = ()
    page: int = 1
    count: int = 0
    total: Decimal = Decimal(0)
    cents: Decimal = Decimal("0.00")
    has_moved: bool = False
    is_too_long: bool = False
