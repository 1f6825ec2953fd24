"""Cost categories: the payer's own rules that give every cost a value, evaluated by AWS before it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .expressions import predicate
from .series import Coded, View


@dataclass(frozen=True, slots=True)
class SplitCharge:
    """A value whose cost AWS shares among others, in its console only: the API's amounts know nothing of it."""

    source: str
    targets: tuple[str, ...]
    method: str = "PROPORTIONAL"


@dataclass(frozen=True, slots=True)
class CostCategory:
    """Rules are pairs of a value and the expression for it; the first that matches wins, `default` is for the rest."""

    name: str
    arn: str
    rules: Sequence[tuple[str, Mapping[str, Any]]]
    default: str = ""
    split_charges: tuple[SplitCharge, ...] = ()

    def coded(self, view: View) -> Coded:
        """The value of every series; empty where no rule matches and there is no default."""
        values = list(dict.fromkeys([self.default, *(value for value, _ in self.rules)]))
        codes = np.zeros(len(view.table.series), dtype=np.int32)
        for value, expression in reversed(self.rules):
            codes[predicate(expression)(view)] = values.index(value)
        return Coded(tuple(values), codes)

    def values(self) -> tuple[str, ...]:
        """Every value that a cost can get."""
        return tuple(dict.fromkeys([*(value for value, _ in self.rules), *([self.default] if self.default else [])]))
