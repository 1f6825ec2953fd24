"""Compares a batch with the provider's own totals, and books what rounding left between them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from chargeback.sources.batch import HALF_UNIT, Cost, CostBatch, DailyTotal, Dimensions
from chargeback.sources.refusals import SourceError

ZERO = Decimal(0)


def balanced(batch: CostBatch) -> CostBatch:
    """The batch with a series for rounding: the costs of each day then add up to that day's total exactly.

    Raises SourceError when they differ by more than rounding can explain: something is missing or came twice.
    """
    sums, groups = per_day(batch.series.values())
    rounding = [difference(total, sums.get(total.day, NOTHING), groups.get(total.day, 0)) for total in batch.totals]
    left = [cost for cost in rounding if cost.billed or cost.effective]
    if not left:
        return batch
    return replace(batch, series={**batch.series, rounding_series(batch.currency): left})


NOTHING = (ZERO, ZERO)


def per_day(series: Iterable[Sequence[Cost]]) -> tuple[dict[dt.date, tuple[Decimal, Decimal]], dict[dt.date, int]]:
    """The costs of each day added up, billed and effective, and how many there are."""
    sums: dict[dt.date, tuple[Decimal, Decimal]] = {}
    groups: dict[dt.date, int] = {}
    for costs in series:
        for day, billed, effective in costs:
            billed_before, effective_before = sums.get(day, NOTHING)
            sums[day] = billed_before + billed, effective_before + effective
            groups[day] = groups.get(day, 0) + 1
    return sums, groups


def difference(total: DailyTotal, found: tuple[Decimal, Decimal], groups: int) -> Cost:
    """What is missing from the day's costs to its total. Raises SourceError when it is more than rounding."""
    billed, effective = total.billed - found[0], total.effective - found[1]
    if max(abs(billed), abs(effective)) > groups * HALF_UNIT:
        raise SourceError(
            f"The costs of {total.day} do not add up to AWS's own total and were refused, the old data is kept: "
            f"{found[0]} of {total.billed} {total.currency} billed, {found[1]} of {total.effective} effective. "
            "AWS may be changing the bill at this moment; try again later.",
            may_pass=True,
        )
    return Cost(total.day, billed, effective)


def rounding_series(currency: str) -> Dimensions:
    return Dimensions("(rounding)", "Rounding", "Adjustment", currency)
