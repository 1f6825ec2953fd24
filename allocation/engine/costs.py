"""What the engine is given: cost series and what each cost on each day of one month, in one currency."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

TAG, COST_CATEGORY, PRODUCT = "tags.", "cost_category.", "product."
ATTRIBUTES = (COST_CATEGORY, PRODUCT)


@dataclass(frozen=True, slots=True)
class Series:
    """One distinct combination of dimensions. `tags` holds only tags with a value; case is kept as written.

    `attributes` holds, likewise, cost categories and product attributes: "cost_category.NAME", "product.KEY".
    """

    service: str = ""
    account: str = ""
    account_name: str = ""
    region: str = ""
    charge_category: str = "Usage"
    record_type: str = ""
    source: str = ""
    provider: str = ""
    resource: str = ""
    usage_type: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


class SeriesTable(Sequence[Series]):
    """Many series as columns of texts, by dimension: service, account ..., tags.KEY and the attributes; "" is absent.

    A dimension without a column is what Series takes it for. Who has columns anyway is spared an object per series;
    one that is asked for is made on the spot. `coded` is what columns.Columns has made of it, so that it is made once.
    """

    def __init__(self, count: int, columns: Mapping[str, Sequence[str]]) -> None:
        self.length = count
        self.columns = columns
        self.coded: dict[str, Any] = {}

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, number: int) -> Series: ...
    @overload
    def __getitem__(self, number: slice) -> list[Series]: ...
    def __getitem__(self, number: int | slice) -> Series | list[Series]:
        if isinstance(number, slice):
            return [self[one] for one in range(self.length)[number]]
        values = {dimension: texts[number] for dimension, texts in self.columns.items()}
        tags = {name.removeprefix(TAG): value for name, value in values.items() if name.startswith(TAG) and value}
        attributes = {name: value for name, value in values.items() if name.startswith(ATTRIBUTES) and value}
        plain = {name: value for name, value in values.items() if not name.startswith((TAG, *ATTRIBUTES))}
        return Series(**plain, tags=tags, attributes=attributes)


@dataclass(frozen=True, slots=True)
class MonthOfCosts:
    """The cost records of one month as three columns of equal length.

    `series` are indexes into the list of Series given beside it. `day` is 0 for the first of the month.
    `amount` is in 10^-10 of the currency unit: int64, or object (Python integers) where int64 could overflow.
    """

    month: dt.date
    series: NDArray[np.int32]
    day: NDArray[np.int16]
    amount: NDArray[np.int64] | NDArray[np.object_]
