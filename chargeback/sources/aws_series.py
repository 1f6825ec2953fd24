"""Groups of many questions -> one batch: each series once, with at most one cost a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .aws_dimensions import ACCOUNT, name_of, value_in
from .aws_pages import Groups
from .aws_queries import Query, series_of
from .batch import Amounts, CostBatch, DailyTotal, Dimensions
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
    billed: list[Amounts] = field(default_factory=list)
    effective: list[Amounts] = field(default_factory=list)

    def add(self, query: Query, groups: Groups) -> None:
        """The groups of a question. Raises SourceError for a group that was not asked for."""
        self.accounts = {**groups.names, **self.accounts}
        codes = np.array([self.code_of(query, keys) for keys in groups.keys], np.int32)
        self.code.append(codes[groups.code])
        self.day.append(groups.period + np.int16((query.window.start - self.window.start).days))
        self.billed.append(groups.billed)
        self.effective.append(groups.effective)

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
        """All costs. Raises SourceError when two questions brought the same series on one day."""
        code = np.concatenate([np.zeros(0, np.int32), *self.code])
        day = np.concatenate([np.zeros(0, np.int16), *self.day])
        check_once(code, day, len(self.window.days))
        nothing = np.zeros(0, np.int64)
        return CostBatch(
            window=self.window,
            currency=self.currency,
            totals=totals,
            series=tuple(self.codes),
            code=code,
            day=day,
            billed=np.concatenate([nothing, *self.billed]),
            effective=np.concatenate([nothing, *self.effective]),
        )


def check_once(code: NDArray[np.int32], day: NDArray[np.int16], days: int) -> None:
    places = np.sort(code.astype(np.int64) * days + day)
    if (places[1:] == places[:-1]).any():
        raise refused("two questions brought the same cost")
