"""Receivers of a pool with their weights, and the facts that weights are taken from."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from .allocation import Payer
from .payers import Payers
from .readings import Readings
from .rulebook import Split, Target


class Edge(NamedTuple):
    """What one receiver weighs. `payer` is None for a pool; `receiver` is None for the unallocated part."""

    receiver: Target | None
    payer: Payer | None
    weight: Fraction
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What weights are taken from. `cost` is what a target cost on the days of a split's span, in 10^-10."""

    month: dt.date
    payers: Payers
    readings: Readings
    units: Mapping[str, str]
    cost: Callable[[Target, Split], Fraction]
