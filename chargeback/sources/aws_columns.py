"""Columns of numbers that grow part by part, in one piece of memory each: a bill of a million costs is held once."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .batch import Amounts

AS_THEY_CAME = slice(None)


@dataclass(slots=True)
class Column:
    """Numbers of one kind. Thousands of small arrays would leave memory in pieces that nothing larger fits into."""

    kind: Any
    numbers: bytearray = field(default_factory=bytearray)

    def add(self, part: NDArray[Any]) -> None:
        self.numbers += np.ascontiguousarray(part, self.kind).view(np.uint8).data

    def whole(self) -> NDArray[Any]:
        """All that was added; the column is empty afterwards."""
        numbers, self.numbers = self.numbers, bytearray()
        return np.frombuffer(numbers, self.kind) if numbers else np.zeros(0, self.kind)


@dataclass(slots=True)
class AmountColumn:
    """Amounts in 64 bits, or in Python's integers from the first part on that needs them."""

    small: Column = field(default_factory=lambda: Column(np.int64))
    large: list[NDArray[np.object_]] = field(default_factory=list)

    def add(self, part: Amounts) -> None:
        if part.dtype == object and not self.large:
            self.large.append(self.small.whole().astype(object))
        if self.large:
            self.large.append(part.astype(object))
        else:
            self.small.add(part)

    def whole(self) -> Amounts:
        if not self.large:
            return self.small.whole()
        large, self.large = self.large, []
        return np.concatenate(large)

    def copy(self) -> "AmountColumn":
        return AmountColumn(Column(np.int64, self.small.numbers[:]), self.large[:])


@dataclass(slots=True)
class Costs:
    """Billed and effective amounts. As long as both come as one column, one is kept for both."""

    billed: AmountColumn = field(default_factory=AmountColumn)
    effective: AmountColumn | None = None

    def add(self, billed: Amounts, effective: Amounts) -> None:
        if self.effective is None and billed is not effective:
            self.effective = self.billed.copy()
        self.billed.add(billed)
        if self.effective is not None:
            self.effective.add(effective)

    def whole(self, order: NDArray[np.intp] | slice = AS_THEY_CAME) -> tuple[Amounts, Amounts]:
        """Both columns in the order: one and the same if all that was added was."""
        billed = self.billed.whole()[order]
        return billed, billed if self.effective is None else self.effective.whole()[order]
