"""What the engine is given: cost series and what each cost on each day of one month, in one currency."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


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
