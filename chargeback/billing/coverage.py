"""How the cost of a run found its team: by tag, by rule, by default or not at all. Each apart, none counted twice.

Credits would hide what is missing: a credit of 500 without a tag makes 500 of untagged cost look like nothing. So
charges and credits stand apart, and percentages are of the charges. A share that is not whole is never shown as 100 %.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from allocation.engine.allocation import Reason

from .models import Assignment, Run
from .run_rulebooks import rulebook_json_of

ZERO = Decimal(0)
TENTH = Decimal("0.1")
BY_TAG = "tag "  # how an assignment names the project tag that decided


class How(StrEnum):
    """How an assignment came about, in the order in which pages list it."""

    TAG = "by the project tag"
    RULE = "by a mapping rule"
    POOL = "by a mapping rule, shared"
    DEFAULT = "by default"
    LAPSED = "matched, but the team is gone"
    UNKNOWN_VALUE = "unknown tag value"
    NO_TAG = "no tag"
    OTHER = "left out or rounding"


MEANINGS = {
    How.TAG: "The value of the project tag names a project, and the project has a team.",
    How.RULE: "A mapping rule names a team or project.",
    How.POOL: "A mapping rule names a pool; the pool's split says who carries it.",
    How.DEFAULT: "A rule that names nothing in particular took it: no condition, any value, or only the lack of a tag. "
    "It is with somebody because it had to be with somebody.",
    How.LAPSED: "A tag or rule names a project without a team, or a team that was not active on these days.",
    How.UNKNOWN_VALUE: "The project tag has a value that no project knows.",
    How.NO_TAG: "No rule matches and there is no project tag.",
    How.OTHER: "Services out of scope, cost that no rule matches where no tag is used, and the provider's rounding.",
}
COVERED = (How.TAG, How.RULE, How.POOL)
REASONS = {
    Reason.UNKNOWN_VALUE: How.UNKNOWN_VALUE,
    Reason.NO_TAG: How.NO_TAG,
    Reason.NO_TEAM: How.LAPSED,
    Reason.TEAM_INACTIVE: How.LAPSED,
}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What came about in one way: charges, credits (negative), and the percentage of all charges."""

    how: str
    meaning: str
    series: int
    charges: Decimal
    credits: Decimal
    percent: Decimal | None

    @property
    def is_left(self) -> bool:
        """Charges that no tag and no rule gave to somebody."""
        return bool(self.charges) and self.how not in COVERED


@dataclass(frozen=True, slots=True)
class Coverage:
    """A run's whole bill by how it found its team. Charges and credits of all rows add up to the bill, exactly.

    `covered` is the percentage of charges that a tag or a rule gave to somebody; defaults are no coverage.
    `ownerless` are the charges of teams that have no owner of their own: matched, but nobody answers for them.
    """

    rows: tuple[CoverageRow, ...]
    charges: Decimal
    credits: Decimal
    covered: Decimal | None
    ownerless: Decimal
    ownerless_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class CoveredMonth:
    """The coverage of the run that is shown of a month."""

    month: dt.date
    currency: str
    coverage: Coverage


def coverage(run: Run) -> Coverage:
    """The coverage of the run, from its stored assignments."""
    assignments = Assignment.objects.filter(run=run)
    found = sums(assignments, run)
    charges = sum((one[1] for one in found.values()), ZERO)
    ownerless = assignments.filter(amount__gt=0, team__slug__in=teams_without_owner(run)).aggregate(sum=Sum("amount"))
    return Coverage(
        rows=tuple(row(how, *found.get(how, (0, ZERO, ZERO)), whole=charges) for how in How),
        charges=charges,
        credits=sum((one[2] for one in found.values()), ZERO),
        covered=honest_percent(sum((found[how][1] for how in COVERED if how in found), ZERO), charges),
        ownerless=ownerless["sum"] or ZERO,
        ownerless_percent=honest_percent(ownerless["sum"] or ZERO, charges),
    )


def row(how: How, series: int, charges: Decimal, credits: Decimal, whole: Decimal) -> CoverageRow:
    return CoverageRow(how, MEANINGS[how], series, charges, credits, honest_percent(charges, whole))


def sums(assignments: QuerySet[Assignment], run: Run) -> dict[How, tuple[int, Decimal, Decimal]]:
    """Series, charges and credits for each way that occurs."""
    by_how = assignments.annotate(how=how_expression(run)).values("how").order_by()
    counted = by_how.annotate(
        series=Count("series", distinct=True),
        charges=Sum("amount", filter=Q(amount__gt=0), default=ZERO),
        credits=Sum("amount", filter=Q(amount__lt=0), default=ZERO),
    )
    return {How(one["how"]): (one["series"], one["charges"], one["credits"]) for one in counted}


def how_expression(run: Run) -> Case:
    """One assignment's way, decided by the database. A rule may be called what a tag's decision looks like."""
    like_tags = [rule["name"] for rule in rulebook_json_of(run)["rules"] if rule["name"].startswith(BY_TAG)]
    return Case(
        *(When(reason=reason, then=Value(how)) for reason, how in REASONS.items()),
        When(~Q(reason=""), then=Value(How.OTHER)),
        When(rule__in=default_rules(run), then=Value(How.DEFAULT)),
        When(Q(rule__startswith=BY_TAG) & ~Q(rule__in=like_tags), then=Value(How.TAG)),
        When(pool__isnull=False, then=Value(How.POOL)),
        default=Value(How.RULE),
    )


def default_rules(run: Run) -> list[str]:
    """The names of the run's rules that name nothing in particular."""
    return [rule["name"] for rule in rulebook_json_of(run)["rules"] if all(map(says_nothing, rule["conditions"]))]


def says_nothing(condition: dict[str, object]) -> bool:
    """True for a condition that holds for anything, or only for the lack of something."""
    anything = condition["operator"] == "is" and condition["values"] in (["*"], [""])
    lacks = condition["operator"] == "absent" and not condition["negated"]
    return lacks or (anything and not condition["negated"])


def teams_without_owner(run: Run) -> list[str]:
    return [team["slug"] for team in rulebook_json_of(run)["teams"] if not team["owner"]]


def honest_percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` of `whole` with one decimal, cut, so that 100.0 means all; None where there is nothing to be part of."""
    return (100 * part / whole).quantize(TENTH, ROUND_DOWN) if whole else None
