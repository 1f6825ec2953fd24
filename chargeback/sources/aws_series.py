"""Groups of many questions -> one batch: each series once, with at most one cost a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .aws_columns import Costs, whole
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
    code: list[NDArray[np.int32]] = field(default_factory=list)
    day: list[NDArray[np.int16]] = field(default_factory=list)
    costs: Costs = field(default_factory=Costs)

    def add(self, query: Query, groups: Groups) -> None:
        """The groups of a question. Raises SourceError for a group that was not asked for."""
        self.accounts = {**groups.names, **self.accounts}
        codes = np.array([self.code_of(query, keys) for keys in groups.keys], np.int32)
        self.code.append(codes[groups.code])
        self.day.append(groups.period + np.int16((query.window.start - self.window.start).days))
        self.costs.add(groups.billed, groups.effective)

    def code_of(self, query: Query, keys: tuple[str, ...]) -> int:
        values = [value for name, key in zip(query.by, keys, strict=True) if (value := value_in(name, key)) is not None]
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
        code, day = whole(self.code, np.int32), whole(self.day, np.int16)
        order = order_of(code, day, len(self.window.days))
        billed, effective = self.costs.whole()
        is_same, billed = effective is billed, billed[order]
        return CostBatch(
            window=self.window,
            currency=self.currency,
            totals=totals,
            series=tuple(self.codes),
            code=code[order],
            day=day[order],
            billed=billed,
            effective=billed if is_same else effective[order],
        )


def order_of(code: NDArray[np.int32], day: NDArray[np.int16], days: int) -> NDArray[np.intp]:
    """The order by series and then day. Raises SourceError when a series comes twice on one day."""
    places = code.astype(np.int64) * days + day
    order = np.argsort(places)
    places = places[order]
    if (places[1:] == places[:-1]).any():
        raise refused("two questions brought the same cost")
    return order
