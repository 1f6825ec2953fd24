"""Why a charge is what it is, and who carries a series: read from an allocation, nothing is recomputed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from .allocation import Allocation, Assignment, Charge, Payer, Reason
from .costs import MonthOfCosts, Series
from .paths import Leaf, Path, paths, ratios, shares_on
from .payers import Payers
from .rulebook import Rulebook

MOST_PATHS = 100  # a dense network has more ways than anyone reads


@dataclass(frozen=True, slots=True)
class Origin:
    """A series that is part of a charge: the rule that assigned it, and what it cost that day (10^-10)."""

    series: int
    rule: str
    amount: int


@dataclass(frozen=True, slots=True)
class ChargeExplained:
    """A charge with the series it comes from and, through a pool, the ways it took.

    `ratio` is the part of the origins that the payer carries: 1 for a direct charge. The charge is the origins
    times the ratio, to less than one unit. `paths` are the ways that pass no pool twice, at most MOST_PATHS;
    what their ratios leave of `ratio` went in circles between pools or by further ways.
    """

    charge: Charge
    origins: tuple[Origin, ...]
    ratio: Fraction
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Carriage:
    """The part of a series' cost of a day that one payer carries. The ratios of a day add up to exactly 1."""

    day: int
    payer: Payer
    pool: str | None
    rule: str
    ratio: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Evidence:
    """An allocation with what it was made from."""

    rulebook: Rulebook
    series: Sequence[Series]
    costs: MonthOfCosts
    allocation: Allocation

    def payer(self, leaf: Leaf, day: int) -> Payer:
        if isinstance(leaf, Reason):
            return Payer(None, None, leaf)
        return Payers(self.rulebook).of(leaf, self.costs.month.replace(day=day + 1))

    def costs_of_day(self, day: int) -> dict[int, int]:
        """What each series cost on a day, in 10^-10."""
        mine = self.costs.day == day
        return sums(self.costs.series[mine].tolist(), self.costs.amount[mine].tolist())

    def costs_of_series(self, number: int) -> dict[int, int]:
        """What a series cost on each day, in 10^-10."""
        mine = self.costs.series == number
        return sums(self.costs.day[mine].tolist(), self.costs.amount[mine].tolist())


def sums(keys: Iterable[int], amounts: Iterable[int]) -> dict[int, int]:
    """The amounts of equal keys added up, in the order of the keys."""
    found: dict[int, int] = {}
    for key, amount in zip(keys, amounts, strict=True):
        found[key] = found.get(key, 0) + amount
    return dict(sorted(found.items()))


def explain(evidence: Evidence, charge: Charge) -> ChargeExplained:
    """Where a charge comes from, by which rules, and by which weights and readings it was shared."""
    origins = tuple(origins_of(evidence, charge))
    if charge.pool is None:
        return ChargeExplained(charge, origins, Fraction(1), ())
    shares = shares_on(evidence.allocation.shares, charge.day)
    who = Payer(charge.team, charge.project, charge.reason)
    ways = (way for way in paths(shares, charge.pool) if evidence.payer(way.leaf, charge.day) == who)
    parts = ratios(shares, charge.pool).items()
    ratio = sum((part for leaf, part in parts if evidence.payer(leaf, charge.day) == who), Fraction(0))
    return ChargeExplained(charge, origins, ratio, tuple(islice(ways, MOST_PATHS)))


def origins_of(evidence: Evidence, charge: Charge) -> Iterator[Origin]:
    """The series of the charge's service that went to its pool, or to its payer, on its day."""
    costs = evidence.costs_of_day(charge.day)
    for one in evidence.allocation.assignments:
        if one.first_day <= charge.day < one.until_day and went_to(one, charge):
            amount = costs.get(one.series, 0)
            if amount and evidence.series[one.series].service == charge.service:
                yield Origin(one.series, one.rule, amount)


def went_to(assignment: Assignment, charge: Charge) -> bool:
    """True when the assignment feeds the charge: through the same pool, or directly to the same payer."""
    if charge.pool is not None:
        return assignment.pool == charge.pool
    payer = (assignment.team, assignment.project, assignment.reason)
    return assignment.pool is None and payer == (charge.team, charge.project, charge.reason)


def carriages(evidence: Evidence, number: int) -> Iterator[Carriage]:
    """Everyone who carries part of a series, day by day: the reverse of explain."""
    mine = [one for one in evidence.allocation.assignments if one.series == number]
    for day, amount in evidence.costs_of_series(number).items():
        for one in mine:
            if one.first_day <= day < one.until_day and amount:
                for payer, ratio in carriers(evidence, one, day):
                    yield Carriage(day, payer, one.pool, one.rule, ratio, amount * ratio)


def carriers(evidence: Evidence, assignment: Assignment, day: int) -> list[tuple[Payer, Fraction]]:
    """Who carries the assigned series on a day, and which part of it."""
    if assignment.pool is None:
        return [(Payer(assignment.team, assignment.project, assignment.reason), Fraction(1))]
    parts = ratios(shares_on(evidence.allocation.shares, day), assignment.pool)
    return [(evidence.payer(leaf, day), part) for leaf, part in parts.items()]
