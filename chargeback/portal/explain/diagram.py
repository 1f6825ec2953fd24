"""The chain behind an amount as rows with curves beside them: the amount on top, what it is made of below. Pure.

A row each keeps it readable on the narrowest screen, and every row can be a link. Curves are as thick as the money
that flows along them.
"""

from dataclasses import dataclass, field
from decimal import Decimal

ROW = 60  # units; a row is 3.75 rem high
GUTTER = 72
DOT = 58
THINNEST, THICKEST = 2.0, 14.0


@dataclass(frozen=True, slots=True)
class Node:
    """A row: what it is, its name, more about it, its amount, and where it leads."""

    kind: str
    name: str
    detail: str = ""
    amount: Decimal | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """The line between two rows, ready to be drawn."""

    path: str
    width: str


@dataclass(slots=True)
class Diagram:
    """Rows from the amount down to its origins, and what flows from lower rows to higher ones."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[tuple[int, int, Decimal]] = field(default_factory=list)

    def add(self, node: Node, *into: tuple[int, Decimal]) -> int:
        """Adds a row below the others. It flows `into` higher rows, by number, with an amount each."""
        self.nodes.append(node)
        place = len(self.nodes) - 1
        self.flows += [(place, above, amount) for above, amount in into]
        return place

    @property
    def height(self) -> int:
        return ROW * len(self.nodes)

    @property
    def height_in_rem(self) -> str:
        return f"{len(self.nodes) * 3.75:g}rem"

    @property
    def dots(self) -> list[int]:
        return [middle(place) for place in range(len(self.nodes))]

    @property
    def curves(self) -> list[Curve]:
        most = max((abs(amount) for _, _, amount in self.flows), default=Decimal(0)) or Decimal(1)
        return [Curve(path(*pair), width(amount, most)) for *pair, amount in self.flows]


def middle(place: int) -> int:
    return place * ROW + ROW // 2


def path(below: int, above: int) -> str:
    """A curve that leaves the rows in between on its right."""
    start, end = middle(below), middle(above)
    bulge = DOT if below - above == 1 else max(4, DOT - 18 - 10 * (below - above))
    return f"M{DOT} {start} C{bulge} {start} {bulge} {end} {DOT} {end}"


def width(amount: Decimal, most: Decimal) -> str:
    part = float(abs(amount) / most)  # how thick a line is, not money
    return f"{THINNEST + (THICKEST - THINNEST) * part:.1f}"
