"""What can occur in a bill, from a survey, and the parts that a bill is cut into while its questions are planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from .aws_dimensions import ACCOUNT, RECORD_TYPE, SERVICE, USAGE
from .aws_queries import Values
from .batch import Survey

# Where two dimensions were not looked at together: a value of one is taken to meet so many values of the other.
MEETS = 8
NONE: Values = frozenset()
OWN = frozenset({ACCOUNT, SERVICE, RECORD_TYPE})  # what every bill is cut by


@dataclass(frozen=True, slots=True)
class Space:
    """Which values of two dimensions occur together, where the survey looked at both."""

    partners: Mapping[tuple[str, str], Mapping[str, Values]]

    def met_by(self, dimension: str, values: Values, other: str) -> Values | None:
        """Which values of the other dimension occur with any of the values; None when nobody looked."""
        met = self.partners.get((dimension, other))
        if met is None:
            return None
        if len(values) == 1:
            return met.get(next(iter(values)), NONE)
        return frozenset(chain.from_iterable(met.get(value, NONE) for value in values))

    def groups(self, box: "Box", by: tuple[str, ...]) -> int:
        """How many groups a day of the box shows, by one or two dimensions: at most, or a guess if nobody looked."""
        sizes = [len(box.values[dimension]) for dimension in by]
        if len(by) < 2 or min(sizes) == 1:
            return max(sizes, default=1)
        if (met := self.partners.get((by[0], by[1]))) is None:
            if USAGE not in box.values[RECORD_TYPE]:  # tax, fees and credits are few
                return min(sizes)
            return min(sizes[0] * sizes[1], MEETS * max(sizes))
        second = box.values[by[1]]
        return sum(len(met.get(value, NONE) & second) for value in box.values[by[0]])

    def follows(self, box: "Box", dimension: str, other: str) -> bool:
        """Whether a value of the other dimension tells that of this one: an account its cost category, for instance."""
        met, there = self.partners.get((other, dimension)), box.values[dimension]
        return met is not None and all(len(met.get(value, NONE) & there) <= 1 for value in box.values[other])

    def free(self, box: "Box") -> list[str]:
        """The open dimensions but tags and attributes that follow from another one, fewest values first."""
        free = box.open_dimensions
        for name in box.open_dimensions:
            others = [other for other in free if other != name]
            if name not in OWN and any(self.follows(box, name, other) for other in others):
                free.remove(name)
        return free

    def leaves(self, box: "Box", dimension: str, other: str) -> bool:
        """Whether each value of the dimension leaves nothing but the other one open in the box."""
        return all(self.follows(box, name, dimension) for name in {*box.open_dimensions} - {dimension, other})


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a bill. `values` are all that can occur in it, of every dimension.

    `only` and `but` are how it was cut from the bill; `known` is the one name of all values of a dimension.
    """

    values: Mapping[str, Values]
    only: Mapping[str, Values] = field(default_factory=dict)
    but: Mapping[str, Values] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not all(self.values.values())

    @property
    def open_dimensions(self) -> list[str]:
        """The dimensions that still have more than one value, fewest values first."""
        several = [name for name, values in self.values.items() if len(values) > 1 and name not in self.known]
        return sorted(several, key=lambda dimension: len(self.values[dimension]))

    def cut(self, space: Space, dimension: str, values: Values) -> "Box":
        """The part with these values."""
        narrowed = self.narrowed(space, dimension, values)
        hidden = {name: those for name, those in self.but.items() if name != dimension}
        return replace(self, values=narrowed, only={**self.only, dimension: values}, but=hidden)

    def narrowed(self, space: Space, dimension: str, values: Values) -> dict[str, Values]:
        """What can occur with these values; a dimension of which one value is left narrows the others in turn."""
        narrowed, news = {**self.values, dimension: values}, [dimension]
        while news:
            dimension = news.pop()
            for other, there in narrowed.items():
                met = space.met_by(dimension, narrowed[dimension], other) if other != dimension else None
                if met is not None and not there <= met:
                    narrowed[other] = there & met
                    if len(narrowed[other]) == 1:
                        news.append(other)
        return narrowed

    def without(self, space: Space, dimension: str, values: Values) -> "Box":
        """The part without these values, whatever others there are."""
        rest = self.cut(space, dimension, self.values[dimension] - values)
        hidden = self.but.get(dimension, NONE) | values
        return replace(rest, only=self.only, but={**self.but, dimension: hidden})


def space_of(survey: Survey) -> Space:
    """What the survey knows of dimensions that occur together, both ways round."""
    partners: dict[tuple[str, str], dict[str, set[str]]] = {}
    for pairs in survey.pairs:
        forth, back = (
            partners.setdefault((pairs.first, pairs.second), {}),
            partners.setdefault((pairs.second, pairs.first), {}),
        )
        for first, second in pairs.values:
            forth.setdefault(first, set()).add(second)
            back.setdefault(second, set()).add(first)
    frozen = {key: {value: frozenset(met) for value, met in of_value.items()} for key, of_value in partners.items()}
    return Space(frozen)
