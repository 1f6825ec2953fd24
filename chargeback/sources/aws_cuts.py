"""The ways to cut a part of a bill in which more than two dimensions are open. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .aws_dimensions import ACCOUNT, RECORD_TYPE, SERVICE, USAGE
from .aws_queries import Values
from .aws_space import Box, Space

MOST_CASES = 40  # joined by Or in one question; AWS does not publish a limit
MOST_LAYERS = 12
# How many dimensions are tried for a cut, where so many are open: a bill of nine dimensions is planned in a second.
WIDTH = {2: 2, 3: 3, 4: 2}
OTHER_SERVICES = "(other services)"


@dataclass(frozen=True, slots=True)
class Parts:
    """Boxes that make up a box: those that need questions of their own, and groups of those that can be asked together.

    A group is asked by the dimension `by`, of which each of its boxes has one value, and by one other.
    `are_lumped`: one box holds all small services, which are no longer told apart.
    """

    alone: list[Box]
    by: str
    together: list[tuple[str, list[Box]]]
    are_lumped: bool = False


def ways(space: Space, box: Box, small: Values) -> Iterator[Parts]:
    """The ways to cut the box; the one that loses detail comes last."""
    dimensions = sorted(space.free(box), key=lambda name: name != RECORD_TYPE)
    tried = dimensions[: WIDTH.get(len(dimensions), 1)]
    for by in tried:
        boxes = cut_by(space, box, by, box.values[by])
        yield one_by_one(boxes, by)
        yield from in_layers(space, boxes, by)
    few = small & box.values[SERVICE]
    if SERVICE in tried and len(few) > 1:
        large = box.values[SERVICE] - few
        rest = box.without(space, SERVICE, large)
        lumped = replace(rest, known={**rest.known, SERVICE: OTHER_SERVICES})
        parts = one_by_one(cut_by(space, box, SERVICE, large), SERVICE)
        yield replace(parts, alone=[*parts.alone, lumped], are_lumped=True)


def cut_by(space: Space, box: Box, by: str, values: Values) -> list[Box]:
    """The box cut by each value, without what does not occur."""
    boxes = (box.cut(space, by, frozenset({value})) for value in sorted(values))
    return [one for one in boxes if not one.is_empty]


def one_by_one(boxes: list[Box], by: str) -> Parts:
    """A question for each box; together those that leave no more than one other dimension open."""
    alone: list[Box] = []
    together: dict[str, list[Box]] = {}
    for box in boxes:
        if can_join(box, by):
            together.setdefault(next(iter(box.open_dimensions), ""), []).append(box)
        else:
            alone.append(box)
    return Parts(alone, by, list(with_a_second(together, by).items()))


def with_a_second(together: dict[str, list[Box]], by: str) -> dict[str, list[Box]]:
    """Boxes in which nothing is open join others, or are asked by a dimension of which they have one value."""
    closed = together.pop("", [])
    if closed:
        usual = next(name for name in (SERVICE, ACCOUNT) if name != by)
        together.setdefault(next(iter(together), usual), []).extend(closed)
    return together


def in_layers(space: Space, boxes: list[Box], by: str) -> Iterator[Parts]:
    """Where two dimensions are open in most boxes, one of them in layers: the first question is about one tag value of
    each account, the second about another one of each, and so on. Boxes with many values are asked alone."""
    pairs = Counter(tuple(sorted(free)) for box in boxes if len(free := space.free(box)) == 2)
    if pairs and all(can_group(box, by) for box in boxes):
        usual = pairs.most_common(1)[0][0]
        found = [
            layers_of(space, boxes, by, layered, other)
            for layered, other in (usual, usual[::-1])
            if (by, layered) in space.partners and all(can_group(box, other) for box in boxes)
        ]
        if found:
            yield min(found, key=Layers.cost).parts(space)


def layers_of(space: Space, boxes: list[Box], by: str, layered: str, other: str) -> "Layers":
    """The layers of the boxes that leave nothing else open. What is most frequent comes first, to have few cases."""
    shallow = [box for box in boxes if space.leaves(box, layered, other)]
    often = Counter(value for box in shallow for value in box.values[layered])
    ranked = [sorted(box.values[layered], key=lambda value: (-often[value], value)) for box in shallow]
    rest = [box for box in boxes if not space.leaves(box, layered, other)]
    return Layers(by, layered, other, shallow, ranked, rest)


@dataclass(frozen=True, slots=True)
class Layers:
    """`ranked` are, for each of the boxes, its values of `layered` in the order of their layers."""

    by: str
    layered: str
    other: str
    boxes: list[Box]
    ranked: list[list[str]]
    rest: list[Box]

    def questions(self, depth: int) -> int:
        """How many it takes with so many layers, and one for each box with more values."""
        shallow = [values for values in self.ranked if len(values) <= depth]
        distinct = [len({values[number] for values in shallow if number < len(values)}) for number in range(depth)]
        return len(self.ranked) - len(shallow) + sum(-(-count // MOST_CASES) for count in distinct)

    def depth(self) -> int:
        """The number of layers that takes the fewest questions."""
        deepest = max(map(len, self.ranked), default=0)
        return min(range(min(MOST_LAYERS, deepest) + 1), key=self.questions)

    def cost(self) -> int:
        return self.questions(self.depth())

    def parts(self, space: Space) -> Parts:
        depth = self.depth()
        deep = [box for box, values in zip(self.boxes, self.ranked, strict=True) if len(values) > depth]
        layers = [(self.other, self.layer(space, number, depth)) for number in range(depth)]
        return Parts([*deep, *self.rest], self.by, [one for one in layers if one[1]])

    def layer(self, space: Space, number: int, depth: int) -> list[Box]:
        cut = [
            box.cut(space, self.layered, frozenset({values[number]}))
            for box, values in zip(self.boxes, self.ranked, strict=True)
            if number < len(values) <= depth
        ]
        return [box for box in cut if not box.is_empty]


def can_join(box: Box, by: str) -> bool:
    """Whether the box can be one case of a question by this dimension and at most one other."""
    open_dimensions = box.open_dimensions
    return len(open_dimensions) <= 1 and can_group(box, by) and all(can_group(box, name) for name in open_dimensions)


def can_group(box: Box, dimension: str) -> bool:
    """AWS shows the kinds of usage apart, which belong in one row: they are filtered by, not grouped by."""
    return dimension != RECORD_TYPE or USAGE not in box.values[dimension]
