"""A batch is held against the provider's totals to the last digit, however large the bill."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from allocation.engine.money import from_units
from chargeback.costs.control import balanced
from chargeback.sources.batch import CostBatch, DailyTotal, Dimensions
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window

SMALLEST, LARGEST, DAYS = -(2**63), 2**63 - 1, 3
START = dt.date(2026, 10, 1)
WINDOW = Window(START, START + dt.timedelta(DAYS))
COSTS = st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(SMALLEST, LARGEST)), max_size=30)


def batch(costs: list[tuple[int, int]], totals: list[int], kind: type) -> CostBatch:
    told = [from_units(total) for total in totals]
    amounts: NDArray[Any] = np.array([cost for _, cost in costs], kind)
    return CostBatch(
        WINDOW,
        "USD",
        tuple(DailyTotal(day, one, one, "USD", False) for day, one in zip(WINDOW.days, told, strict=True)),
        tuple(Dimensions(f"service {number}", "Usage", "Usage", "USD") for number in range(len(costs))),
        np.arange(len(costs), dtype=np.int32),
        np.array([day for day, _ in costs], np.int16),
        amounts,
        amounts,
    )


def by_day(found: CostBatch) -> list[int]:
    sums = [0] * DAYS
    for day, cost in zip(found.day.tolist(), found.effective.tolist(), strict=True):
        sums[day] += cost
    return sums


@given(costs=COSTS, off=st.integers(-4, 4), kind=st.sampled_from((np.int64, object)))
def test_sums_past_64_bits_are_exact_and_only_what_rounding_explains_is_booked(
    costs: list[tuple[int, int]], off: int, kind: type
) -> None:
    totals = [sum(cost for at, cost in costs if at == day) for day in range(DAYS)]
    totals[0] += off
    one = batch(costs, totals, kind)
    if 2 * abs(off) > sum(at == 0 for at, _ in costs):
        with pytest.raises(SourceError, match="do not add up"):
            balanced(one)
    else:
        assert by_day(balanced(one)) == totals
