"""Groups of many questions -> one batch: each series once, with at most one cost a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .aws_columns import Column, Costs
from .aws_dimensions import ACCOUNT, name_of, value_in
from .aws_pages import Groups
from .aws_queries import Query, series_of
from .batch import CostBatch, DailyTotal, Dimensions
from .refusals import refused
from .window import Window


@dataclass(slots=True)
class Collected:
    """The costs of a window, question by question. `accounts` are ids with names; a new one has the first seen."""

    window: Window
    currency: str
    accounts: dict[str, str]
    codes: dict[Dimensions, int] = field(default_factory=dict)
    code: Column = field(default_factory=lambda: Column(np.int32))
    day: Column = field(default_factory=lambda: Column(np.int16))
    costs: Costs = field(default_factory=Costs)
    values: dict[str, str] = field(default_factory=dict)

    def add(self, query: Query, groups: Groups) -> None:
        """The groups of a question. Raises SourceError for a group that was not asked for."""
        self.accounts = {**groups.names, **self.accounts}
        codes = np.array([self.code_of(query, keys) for keys in groups.keys], np.int32)
        self.code.add(codes[groups.code])
        self.day.add(groups.period + np.int16((query.window.start - self.window.start).days))
        self.costs.add(groups.billed, groups.effective)

    def code_of(self, query: Query, keys: tuple[str, ...]) -> int:
        values = [
            self.values.setdefault(value, value)  # one text for all series that have it
            for name, key in zip(query.by, keys, strict=True)
            if (value := value_in(name, key)) is not None
        ]
        case = query.case_of(values) if len(values) == len(keys) and self.knows(query, values) else None
        if case is None:
            raise refused(f"{keys!r} is not a group by {' and '.join(map(name_of, query.by))} that was asked for")
        known = {**case.known, **dict(zip(query.by, values, strict=True))}
        return self.codes.setdefault(series_of(known, self.currency, self.accounts), len(self.codes))

    def knows(self, query: Query, values: Sequence[str]) -> bool:
        """Whether the survey saw the account of the group, or the answer describes it."""
        return ACCOUNT not in query.by or values[query.by.index(ACCOUNT)] in self.accounts

    def batch(self, totals: tuple[DailyTotal, ...]) -> CostBatch:
        """All costs, which are then no longer here. Raises SourceError when two came for one series and day."""
        series = tuple(self.codes)
        self.codes.clear()
        code, day = self.code.whole(), self.day.whole()
        order = order_of(code, day, len(series), len(self.window.days))
        # One after another, so that of no more than one column both orders are in memory.
        code = code[order]
        day = day[order]
        billed, effective = self.costs.whole(order)
        return CostBatch(self.window, self.currency, totals, series, code, day, billed, effective)


def order_of(code: NDArray[np.int32], day: NDArray[np.int16], series: int, days: int) -> NDArray[np.intp]:
    """The order by series and then day. Raises SourceError when a series comes twice on one day."""
    kind = np.min_scalar_type(series * days)
    places = code.astype(kind)
    places *= kind.type(days)
    places += day.astype(kind)
    order = np.argsort(places)
    places.sort()
    if (places[1:] == places[:-1]).any():
        raise refused("two questions brought the same cost")
    return order
