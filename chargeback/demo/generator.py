"""The demo company's bill: a pure function of a seed and of today.

usage lines -> what each cost that day (growth, season, weekday, chance, spikes)
compute     -> what the savings plan covered of it, and the plan's own fee
every day   -> corrections and yearly fees that fall on it
every month -> Support and Tax, booked on the 1st and growing until the month is over
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from chargeback.clock import add_months, days_between, month_start, next_month

from .company import (
    ACCOUNTS,
    BLENDED_PART,
    CORRECTIONS,
    INACTIVE_TAGS,
    NET_PART,
    PAYER,
    PROJECTS,
    RDS,
    RESERVED_PAID,
    RESERVED_YEAR,
    SAVINGS_PLAN,
    SAVINGS_PLAN_PER_DAY,
    SAVINGS_PLAN_PRICE,
    SEASON,
    SHARED,
    SPIKES,
    SUPPORT,
    SUPPORT_PART,
    TAX,
    TAX_PART,
    Pot,
)
from .divisions import DIVISION
from .ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows
from .usage import DOLLAR, Line, dimensions_of, usage_lines

SEED = 1906
FULL_MONTHS = 13
FINE = UNIT // DOLLAR  # the ledger is finer than the amounts made here
HOMES = {project.slug: project.home for project in PROJECTS}
# Growth is measured from here: the bill of that month is the one that company.py describes.
PLAN_MONTH = dt.date(2027, 6, 1)


@dataclass(frozen=True, slots=True)
class Cost:
    """A row of one day before it is in the ledger; amounts in 10^-10 dollars."""

    dimensions: Dimensions
    billed: int
    effective: int
    quantity: int = 0


def demo_ledger(today: dt.date, seed: int = SEED, months: int = FULL_MONTHS, more: Iterable[Pot] = ()) -> Ledger:
    """So many full months and the open one up to yesterday, as Cost Explorer would serve them today."""
    return index_rows(
        demo_rows(today, seed, months, more),
        inactive_tags=INACTIVE_TAGS,
        blended=Fraction(BLENDED_PART, 100),
        net=Fraction(NET_PART, 100),
        categories=(DIVISION,),
        payer=PAYER.number,
    )


def demo_rows(
    today: dt.date, seed: int = SEED, months: int = FULL_MONTHS, more: Iterable[Pot] = ()
) -> Iterator[LedgerRow]:
    """Every row, month by month. A day's usage depends on the seed and the day alone."""
    lines = usage_lines(seed, more)
    month = add_months(today, -months)
    while month <= month_start(today):
        yield from _month_rows(lines, month, min(next_month(month), today), seed)
        month = next_month(month)


def _month_rows(lines: tuple[Line, ...], month: dt.date, until: dt.date, seed: int) -> Iterator[LedgerRow]:
    used: dict[str, int] = {}
    for day in days_between(month, until):
        for cost in _day_costs(lines, day, seed):
            used[cost.dimensions.account] = used.get(cost.dimensions.account, 0) + cost.billed
            yield _row(day, cost)
    if used:
        yield from (_row(month, cost) for cost in _month_end_costs(used))


def _row(day: dt.date, cost: Cost) -> LedgerRow:
    return LedgerRow(day, cost.dimensions, cost.billed * FINE, cost.effective * FINE, cost.quantity * FINE)


def _day_costs(every_line: tuple[Line, ...], day: dt.date, seed: int) -> Iterator[Cost]:
    chance = random.Random(f"{seed} {day}")
    spikes = _spikes_on(day)
    lines = [line for line in every_line if line.since <= day]
    costs = [_usage(line, day, chance, spikes) for line in lines]
    promised = sum(cost.billed for line, cost in zip(lines, costs, strict=True) if line.is_promised)
    covered = _covered_part(promised)
    fee = SAVINGS_PLAN_PER_DAY * DOLLAR
    for line, cost in zip(lines, costs, strict=True):
        for part in _with_savings_plan(cost, covered) if line.is_promised else (cost,):
            fee -= part.effective if part.dimensions.record_type == "SavingsPlanCoveredUsage" else 0
            yield part
    yield _unused_fee(fee)
    yield from _reserved_database(day)
    yield from _corrections(day)


def _usage(line: Line, day: dt.date, chance: random.Random, spikes: dict[Dimensions, int]) -> Cost:
    months = (day.year - PLAN_MONTH.year) * 12 + day.month - PLAN_MONTH.month
    growth = max(300, 1000 + line.growth * months)
    parts = growth * SEASON[day.month - 1] * line.week[day.weekday()] * chance.randrange(940, 1061)
    amount = line.per_day * parts // 1000**4
    amount += spikes.get(line.dimensions, 0)
    return Cost(line.dimensions, amount, amount, quantity=amount * line.quantity)


def _spikes_on(day: dt.date) -> dict[Dimensions, int]:
    return {
        dimensions_of(Pot(HOMES[spike.project], spike.service, 0, spike.project)): spike.dollars * DOLLAR
        for spike in SPIKES
        if spike.month == day.month and spike.day <= day.day < spike.day + spike.days
    }


def _covered_part(promised: int) -> Fraction:
    """The part of the compute that the day's promise pays for."""
    worth = SAVINGS_PLAN_PER_DAY * DOLLAR * 100 // SAVINGS_PLAN_PRICE
    return min(Fraction(3, 4), Fraction(worth, promised)) if promised else Fraction(0)


def _with_savings_plan(cost: Cost, part: Fraction) -> tuple[Cost, Cost, Cost]:
    """On demand, covered and negation. Unblended, the last two cancel; amortized, the user pays the plan's price."""
    covered = cost.billed * part.numerator // part.denominator
    left = cost.billed - covered
    of_plan = replace(cost.dimensions, record_type="SavingsPlanCoveredUsage")
    negation = replace(cost.dimensions, record_type="SavingsPlanNegation")
    return (
        Cost(cost.dimensions, left, left, cost.quantity),
        Cost(of_plan, covered, covered * SAVINGS_PLAN_PRICE // 100),
        Cost(negation, -covered, 0),
    )


def _unused_fee(unused: int) -> Cost:
    """The plan's fee: all of it unblended, what nobody used amortized."""
    dimensions = dimensions_of(Pot(PAYER, SAVINGS_PLAN, 0), "SavingsPlanRecurringFee")
    return Cost(dimensions, SAVINGS_PLAN_PER_DAY * DOLLAR, unused)


def _reserved_database(day: dt.date) -> Iterator[Cost]:
    """Paid once a year unblended, a day at a time amortized."""
    pot = Pot(SHARED, RDS, 0)
    yield Cost(dimensions_of(pot, "DiscountedUsage"), 0, RESERVED_YEAR * DOLLAR // 365, 24 * DOLLAR)
    if (day.month, day.day) == RESERVED_PAID:
        yield Cost(dimensions_of(pot, "Fee"), RESERVED_YEAR * DOLLAR, 0)


def _corrections(day: dt.date) -> Iterator[Cost]:
    for correction in CORRECTIONS:
        if day.month in correction.months and day.day == correction.day:
            pot = Pot(correction.account, correction.service, 0, correction.tag)
            amount = int(Decimal(correction.dollars) * DOLLAR)
            yield Cost(dimensions_of(pot, correction.record_type), amount, amount)


def _month_end_costs(used: dict[str, int]) -> Iterable[Cost]:
    """Support for the whole company, and Tax per account on what it used."""
    support = sum(used.values()) * SUPPORT_PART // 1000
    yield Cost(dimensions_of(Pot(PAYER, SUPPORT, 0), "Support"), support, support)
    used[PAYER.number] = used.get(PAYER.number, 0) + support
    for account in ACCOUNTS:
        tax = used.get(account.number, 0) * TAX_PART // 1000
        dimensions = Dimensions(account.number, account.name, TAX, record_type="Tax")
        yield Cost(dimensions, tax, tax)
