"""Groups of Explore -> the rows that are told apart, and all others as one: the same on the page and in its files."""

from collections.abc import Sequence
from decimal import Decimal

from .explore_figures import OTHER, Explored, Group

ZERO = Decimal("0.00")


def shown(found: Explored, rows: int) -> list[Group]:
    """The dearest `rows` groups, and the others as one more."""
    rest = found.groups[rows:]
    return [*found.groups[:rows], *([together(rest)] if rest else [])]


def together(groups: Sequence[Group]) -> Group:
    """Some groups as one; their total before is unknown when that of one of them is."""
    before = [one.previous for one in groups if one.previous is not None]
    return Group(
        OTHER,
        f"Other, {len(groups)} more",
        tuple(sum(column, ZERO) for column in zip(*(one.cents for one in groups), strict=True)),
        sum((one.total for one in groups), ZERO),
        sum(before, ZERO) if len(before) == len(groups) else None,
    )
