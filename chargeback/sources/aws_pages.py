"""Pages of GetCostAndUsage -> totals and groups. What is not as AWS documents it is refused; nothing is guessed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allocation.engine.money import from_units
from chargeback.clock import next_month

from .aws_amounts import amounts
from .aws_columns import Column, Costs
from .aws_shapes import read_names
from .batch import Amounts, DailyTotal
from .refusals import refused
from .window import Window, next_day

CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
IDLE_PAGES = 3  # in a row that bring nothing but a token
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """What a question by groups brought: in columns, at most one cost per key and period.

    `code` are indexes into `keys`, which are as AWS wrote them; `period` counts days or months of the window; amounts
    are in 10^-10. `names` describe values; `page_size` is how many groups a full page held, 0 if none was full.
    """

    keys: tuple[Keys, ...]
    code: NDArray[np.int32]
    period: NDArray[np.int16]
    billed: Amounts
    effective: Amounts
    names: Mapping[str, str]
    page_size: int


def periods_of(window: Window, granularity: str) -> list[tuple[str, str]]:
    """Start and end of every period that an answer has to have, as AWS writes them."""
    following = next_month if granularity == "MONTHLY" else next_day
    found, start = [], window.start
    while start < window.end:
        end = min(following(start), window.end)
        found.append((start.isoformat(), end.isoformat()))
        start = end
    return found


def results_of(pages: Iterable[Any], window: Window, granularity: str) -> Iterator[tuple[int, Any]]:
    """Each result with the number of its period. The periods come in order, each at least once: pages may split one."""
    due = periods_of(window, granularity)
    number = -1
    for page in bringing_something(pages):
        for result in page.ResultsByTime:
            period = (result.TimePeriod.Start, result.TimePeriod.End)
            if number < 0 or period != due[number]:
                number += 1
                if number == len(due) or period != due[number]:
                    expected = due[number][0] if number < len(due) else "nothing"
                    raise refused(f"{period[0]} to {period[1]} came where {expected} was due")
            yield number, result
    if number != len(due) - 1:
        raise refused(f"it ended before {due[number + 1][0]}, not before {window.end}")


def bringing_something(pages: Iterable[Any]) -> Iterator[Any]:
    """The pages; refused when there is no end of tokens that bring nothing."""
    idle = 0
    for page in pages:
        idle = 0 if page.ResultsByTime else idle + 1
        if idle > IDLE_PAGES:
            raise refused(f"{idle} pages came without any result")
        yield page


def read_totals(pages: Iterable[Any], window: Window, same: bool) -> tuple[DailyTotal, ...]:
    """The total of each day of the window, all in one currency. `same`: one metric is both billed and effective."""
    days, results = window.days, list[Any]()
    for number, result in results_of(pages, window, "DAILY"):
        if number != len(results):
            raise refused(f"{days[number]} came twice")
        results.append(result)
    billed = [result.Total.billed for result in results]
    effective = billed if same else [result.Total.effective for result in results]
    currency = one_currency([*billed, *effective])
    pairs = zip(units(billed), units(effective), strict=True)
    return tuple(
        DailyTotal(day, from_units(one), from_units(other), currency, result.Estimated)
        for day, (one, other), result in zip(days, pairs, results, strict=True)
    )


def units(costs: Sequence[Any]) -> list[int]:
    return [int(unit) for unit in amounts([cost.Amount for cost in costs])]


def one_currency(costs: Iterable[Any]) -> str:
    """The currency of all the costs."""
    found = {cost.Unit for cost in costs}
    if len(found) > 1:
        raise refused(f"amounts in {' and '.join(sorted(found))} cannot be one bill")
    currency = next(iter(found), "")
    if not CURRENCY.fullmatch(currency):
        raise refused(f"{currency!r} is not a currency")
    return currency


class Codes(dict[Keys, int]):
    """Numbers of keys, from 0 in the order in which they come."""

    def __missing__(self, keys: Keys) -> int:
        self[keys] = code = len(self)
        return code


@dataclass(slots=True)
class Reader:
    """Takes the groups of one question page by page."""

    same: bool
    codes: Codes = field(default_factory=Codes)
    here: set[int] = field(default_factory=set)  # the groups seen in the period that is being read
    period: int = -1
    code: Column = field(default_factory=lambda: Column(np.int32))
    periods: Column = field(default_factory=lambda: Column(np.int16))
    costs: Costs = field(default_factory=Costs)

    def take(self, period: int, groups: Sequence[Any]) -> None:
        if period != self.period:
            self.period = period
            self.here.clear()
        code = list(map(self.codes.__getitem__, [group.Keys for group in groups]))
        self.check_unique(code, groups)
        costs = [group.Metrics for group in groups]
        billed = [cost.billed.Amount for cost in costs]
        effective = billed if self.same else [cost.effective.Amount for cost in costs]
        one = amounts(billed)
        # Where nothing is amortized both are written alike, page after page: read once, kept once.
        self.costs.add(one, one if effective == billed else amounts(effective))
        self.code.add(np.array(code, np.int32))
        self.periods.add(np.full(len(code), period, np.int16))

    def check_unique(self, code: Sequence[int], groups: Sequence[Any]) -> None:
        before = len(self.here)
        self.here.update(code)
        if len(self.here) != before + len(code):
            twice = next((group.Keys for group, one in zip(groups, code, strict=True) if code.count(one) > 1), "")
            raise refused(f"a group came twice in one period {twice or ''}".rstrip())

    def groups(self, names: Mapping[str, str], page_size: int) -> Groups:
        return Groups(tuple(self.codes), self.code.whole(), self.periods.whole(), *self.costs.whole(), names, page_size)


@dataclass(slots=True)
class Names:
    """What values are described as, from all pages. What a page says in the words of the last one is known."""

    found: dict[str, str] = field(default_factory=dict)
    last: bytes = b""

    def take(self, text: bytes) -> None:
        if text != self.last:
            self.found |= read_names(text)
            self.last = text


def read_groups(pages: Iterable[Any], window: Window, granularity: str, same: bool) -> Groups:
    """The groups of a question. Raises SourceError when a group comes twice in one period."""
    reader, names, sizes = Reader(same), Names(), [0]

    def watched() -> Iterator[Any]:
        for page in pages:
            names.take(bytes(page.DimensionValueAttributes))
            if page.NextPageToken:
                sizes.append(sum(len(result.Groups) for result in page.ResultsByTime))
            yield page

    for period, result in results_of(watched(), window, granularity):
        if result.Groups:
            reader.take(period, result.Groups)
    return reader.groups(names.found, max(sizes))
