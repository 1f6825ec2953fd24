"""What each receiver of a split weighs.

fixed: each receiver has the weight that the split names.
even: every receiver weighs the same.
proportional: a receiver weighs what it cost itself on the days of the split in this month. One whose cost is
below zero (credits) takes no part; when the costs together are zero or less there is nothing to share by.
driver: a receiver weighs its reading for the month. A receiver that the split names must have one, if only zero.
"""

from collections.abc import Sequence
from fractions import Fraction

from .edges import Edge, Facts
from .money import added
from .readings import Found
from .rulebook import Method, Split

PREVIOUS = "previous"
COST = "cost"
NOTHING, ONE = Fraction(0), Fraction(1)
BELOW_ZERO = "cost below zero takes no part"


class NothingToShareBy(Exception):
    """There are no weights; the message is the cause."""


def weighed(split: Split, edges: Sequence[Edge], facts: Facts) -> list[Edge]:
    """The receivers with their weights. Raises NothingToShareBy."""
    match split.method:
        case Method.EVEN:
            weighed = even(edges)
        case Method.FIXED:
            weighed = list(edges)
        case Method.PROPORTIONAL:
            weighed = by_cost(split, edges, facts)
        case Method.DRIVER:
            weighed = by_readings(split, edges, facts)
    if not any(edge.weight for edge in weighed):
        raise NothingToShareBy("no receiver has any weight")
    return weighed


def even(edges: Sequence[Edge]) -> list[Edge]:
    return [edge._replace(weight=ONE) for edge in edges]


def by_cost(split: Split, edges: Sequence[Edge], facts: Facts) -> list[Edge]:
    """Receivers weighed by their cost."""
    costs = [facts.cost(edge.receiver, split) for edge in edges if edge.receiver]
    if added(costs) <= 0:
        raise NothingToShareBy("the cost of the receivers adds up to zero or less")
    return [
        edge._replace(weight=NOTHING, unit=COST, note=BELOW_ZERO)
        if cost.numerator < 0  # a fraction takes ten times as long to compare
        else edge._replace(weight=cost, unit=COST)
        for edge, cost in zip(edges, costs, strict=True)
    ]


def by_readings(split: Split, edges: Sequence[Edge], facts: Facts) -> list[Edge]:
    """Receivers weighed by the driver: the readings of the month or, with fallback `previous`, the latest before."""
    driver = split.driver or ""
    previous = split.fallback == PREVIOUS
    months = facts.readings.months_until(driver, facts.month) if previous else [facts.month]
    find = facts.readings.latest if previous else facts.readings.of
    for month in months:
        found = [find(driver, edge.receiver, month) for edge in edges if edge.receiver]
        if complete(split, edges, found) and any(reading.value for reading in found if reading):
            return [read(edge, reading, driver, facts) for edge, reading in zip(edges, found, strict=True)]
    raise NothingToShareBy(cause_of_no_readings(split, edges, facts))


def complete(split: Split, edges: Sequence[Edge], found: Sequence[Found | None]) -> bool:
    """True when every receiver that must have a reading has one.

    Teams that are in because all are, and targets that nobody pays for on these days, need none.
    """
    pairs = zip(edges, found, strict=True)
    return split.to_all_teams or all(reading or (edge.payer and edge.payer.reason) for edge, reading in pairs)


def read(edge: Edge, reading: Found | None, driver: str, facts: Facts) -> Edge:
    unit = facts.units.get(driver, "")
    if reading is None:
        return edge._replace(weight=NOTHING, unit=unit)
    note = edge.note if reading.month == facts.month else f"reading of {reading.month:%Y-%m}"
    return edge._replace(weight=reading.value, unit=unit, note=note)


def cause_of_no_readings(split: Split, edges: Sequence[Edge], facts: Facts) -> str:
    """Why the readings do not serve, naming the receivers that lack one."""
    driver = split.driver or ""
    found = [facts.readings.of(driver, edge.receiver, facts.month) for edge in edges if edge.receiver]
    if complete(split, edges, found):
        return f"the readings of {driver} for {facts.month:%Y-%m} add up to zero"
    missing = ", ".join(str(edge.receiver) for edge, reading in zip(edges, found, strict=True) if not reading)
    return f"no reading of {driver} for {facts.month:%Y-%m}: {missing}"
