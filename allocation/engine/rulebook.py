"""The rulebook as one frozen value: teams, projects, rules, pools, drivers, options and their fingerprint."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field, is_dataclass
from enum import StrEnum
from fractions import Fraction


class RulebookError(Exception):
    """A rulebook that cannot be computed. Each of `problems` says where in the rulebook and what to write instead."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Method(StrEnum):
    FIXED = "fixed"
    EVEN = "even"
    PROPORTIONAL = "proportional"
    DRIVER = "driver"


class Basis(StrEnum):
    DIRECT = "direct"
    TOTAL = "total"


class SettlementMethod(StrEnum):
    DIRECT = "direct"
    STEP_DOWN = "step-down"
    RECIPROCAL = "reciprocal"


class Operator(StrEnum):
    IS = "is"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    CONTAINS = "contains"
    REGEX = "regex"
    ABSENT = "absent"


class Kind(StrEnum):
    TEAM = "team"
    PROJECT = "project"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` up to, not including, `until`; None is open."""

    start: dt.date | None = None
    until: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)


ALWAYS = Span()


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """Where cost goes: a team, a project or a pool, by slug."""

    kind: Kind
    slug: str

    def __hash__(self) -> int:
        """By the slug alone, as an enumeration's hash takes longer than telling the few apart that share one."""
        return hash(self.slug)

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


@dataclass(frozen=True, slots=True)
class Team:
    slug: str
    name: str
    owner: str = ""
    cost_centre: str = ""
    gl_account: str = ""
    active: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Tenure:
    """The days in which a project belongs to a team."""

    team: str
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Project:
    slug: str
    name: str
    tags: tuple[str, ...]
    tenures: tuple[Tenure, ...]

    def team_on(self, day: dt.date) -> str | None:
        return next((tenure.team for tenure in self.tenures if tenure.span.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a dimension; it holds when one of `values` matches, turned round when `negated`.

    `dimension` is service, account, account_name, region, charge_category, record_type, source, provider, resource,
    usage_type, tags.KEY, cost_category.NAME or product.KEY. `is` understands `*` as any run of characters. An absent
    dimension is the empty string.
    """

    dimension: str
    operator: Operator
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    conditions: tuple[Condition, ...]
    target: Target
    span: Span = ALWAYS
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    target: Target
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Split:
    """How a pool is shared in a span. `shares` is empty when `to_all_teams`.

    `fallback` is even, previous, unallocated or team:SLUG.
    """

    method: Method
    shares: tuple[Share, ...] = ()
    to_all_teams: bool = False
    basis: Basis = Basis.DIRECT
    driver: str | None = None
    fallback: str = "unallocated"
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Pool:
    slug: str
    name: str
    splits: tuple[Split, ...] = ()
    note: str = ""

    def split_on(self, day: dt.date) -> Split | None:
        return next((split for split in self.splits if split.span.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Driver:
    slug: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a driver for one target in the month that begins on `month`."""

    driver: str
    month: dt.date
    target: Target
    value: Fraction


@dataclass(frozen=True, slots=True)
class Settlement:
    method: SettlementMethod = SettlementMethod.DIRECT
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that decides who pays. Rules stand in the order they are tried; the rest by slug.

    Values of the tags in `folded_tag_keys` name a project whatever their case and outer spaces; others as written.
    """

    teams: tuple[Team, ...] = ()
    projects: tuple[Project, ...] = ()
    rules: tuple[Rule, ...] = ()
    pools: tuple[Pool, ...] = ()
    drivers: tuple[Driver, ...] = ()
    readings: tuple[Reading, ...] = ()
    tag_keys: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    default_owner: str = ""
    settlement: Settlement = field(default_factory=Settlement)
    unallocated_team: str | None = None
    folded_tag_keys: tuple[str, ...] = ()

    def as_json(self) -> str:
        """The rulebook as canonical JSON: equal rulebooks give equal text."""
        return json.dumps(self, sort_keys=True, separators=(",", ":"), default=as_plain, ensure_ascii=False)

    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal."""
        return fingerprint_of(self.as_json())


def fingerprint_of(canonical: str) -> str:
    """The fingerprint of a rulebook from its canonical JSON."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def as_plain(value: object) -> object:
    """A part of a rulebook as JSON knows it: dates and fractions as text, all others by the names of their fields."""
    if is_dataclass(value):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}  # fields() sorts them out each time
    return str(value)
