"""Columns that grow part by part. Made whole they forget their parts, so that a bill is not held twice for long."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from .batch import Amounts


def whole(parts: list[Any], dtype: DTypeLike) -> NDArray[Any]:
    """The parts one after another, and the list of parts empty. `dtype` is that of a column without any."""
    column: NDArray[Any] = parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype), *parts])
    parts.clear()
    return column


@dataclass(slots=True)
class Costs:
    """Billed and effective amounts. As long as all parts of both are the same columns, one is kept for both."""

    billed: list[Amounts] = field(default_factory=list)
    effective: list[Amounts] = field(default_factory=list)

    def add(self, billed: Amounts, effective: Amounts) -> None:
        self.billed.append(billed)
        self.effective.append(effective)

    def whole(self) -> tuple[Amounts, Amounts]:
        """Both columns: one and the same if all that was added was."""
        if all(one is other for one, other in zip(self.billed, self.effective, strict=True)):
            self.effective.clear()
            billed = whole(self.billed, np.int64)
            return billed, billed
        return whole(self.billed, np.int64), whole(self.effective, np.int64)
