"""Compares a batch with the provider's own totals, and books what rounding left between them."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from allocation.engine.money import from_units, to_units
from chargeback.sources.batch import Amounts, CostBatch, DailyTotal, Dimensions
from chargeback.sources.refusals import SourceError

PART = 2**16  # rows that are put in order at a time


def balanced(batch: CostBatch) -> CostBatch:
    """The batch with a series for rounding: the costs of each day then add up to that day's total exactly.

    Raises SourceError when they differ by more than rounding can explain: something is missing or came twice.
    """
    days = len(batch.totals)
    costs = np.bincount(batch.day, minlength=days)
    billed = missing(batch, [total.billed for total in batch.totals], batch.billed)
    effective = missing(batch, [total.effective for total in batch.totals], batch.effective)
    for day, total in enumerate(batch.totals):
        # Each cost was rounded to ten decimals, so that it is off by half a unit of the last one at most.
        if 2 * max(abs(billed[day]), abs(effective[day])) > costs[day]:
            raise does_not_add_up(total, billed[day], effective[day])
    return with_rounding(batch, billed, effective)


def missing(batch: CostBatch, totals: list[Decimal], amounts: Amounts) -> list[int]:
    """What each day's costs lack to its total, in 10^-10."""
    sums = per_day(batch, amounts)
    return [to_units(total) - found for total, found in zip(totals, sums, strict=True)]


def per_day(batch: CostBatch, amounts: Amounts) -> list[int]:
    """The amounts of each day added up, exactly."""
    sums = [0] * len(batch.totals)
    for start in range(0, len(batch), PART):
        day, part = batch.day[start : start + PART], amounts[start : start + PART]
        by_day = np.argsort(day, kind="stable")
        found, first = np.unique(day[by_day], return_index=True)
        for one, total in zip(found.tolist(), exact_sums(part[by_day], first), strict=True):
            sums[one] += total
    return sums


def exact_sums(amounts: Amounts, first: NDArray[np.intp]) -> list[int]:
    """The sums of a part's amounts from each of the places up to the next.

    64 bits might not hold a sum: a thousand dollars, a million times, are too many 10^-10. They hold those of the upper
    and of the lower halves.
    """
    if amounts.dtype == object:
        return [int(total) for total in np.add.reduceat(amounts, first)]
    halves = amounts.astype("<i8", copy=False)
    lower = np.add.reduceat(halves.view("<u4")[::2], first, dtype=np.int64).tolist()
    upper = np.add.reduceat(halves.view("<i4")[1::2], first, dtype=np.int64).tolist()
    return [(high << 32) + low for high, low in zip(upper, lower, strict=True)]


def does_not_add_up(total: DailyTotal, billed: int, effective: int) -> SourceError:
    found = total.billed - from_units(billed), total.effective - from_units(effective)
    return SourceError(
        f"The costs of {total.day} do not add up to AWS's own total and were refused, the old data is kept: "
        f"{found[0]} of {total.billed} {total.currency} billed, {found[1]} of {total.effective} effective. "
        "AWS may be changing the bill at this moment; try again later.",
        may_pass=True,
    )


def with_rounding(batch: CostBatch, billed: list[int], effective: list[int]) -> CostBatch:
    days = [day for day in range(len(batch.totals)) if billed[day] or effective[day]]
    if not days:
        return batch
    return replace(
        batch,
        series=(*batch.series, rounding_series(batch.currency)),
        code=np.append(batch.code, np.full(len(days), len(batch.series), np.int32)),
        day=np.append(batch.day, np.array(days, np.int16)),
        billed=appended(batch.billed, [billed[day] for day in days]),
        effective=appended(batch.effective, [effective[day] for day in days]),
    )


def appended(amounts: Amounts, more: list[int]) -> Amounts:
    return np.append(amounts, np.array(more, amounts.dtype))


def rounding_series(currency: str) -> Dimensions:
    return Dimensions("(rounding)", "Rounding", "Adjustment", currency)
