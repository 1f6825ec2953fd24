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
    currency = one_currency([*billed, *effective], "")
    pairs = zip(whole(billed), whole(effective), strict=True)
    return tuple(
        DailyTotal(day, from_units(one), from_units(other), currency, result.Estimated)
        for day, (one, other), result in zip(days, pairs, results, strict=True)
    )


def whole(costs: Sequence[Any]) -> list[int]:
    return [int(unit) for unit in amounts([cost.Amount for cost in costs])]


def one_currency(costs: Iterable[Any], expected: str) -> str:
    """The currency of all the costs, which must be the expected one if there is one."""
    found = {cost.Unit for cost in costs}
    if expected:
        found.add(expected)
    if len(found) > 1:
        raise refused(f"amounts in {' and '.join(sorted(found))} cannot be one bill")
    currency = next(iter(found), "")
    if not CURRENCY.fullmatch(currency):
        raise refused(f"{currency!r} is not a currency")
    return currency


@dataclass(slots=True)
class Reader:
    """Takes the groups of one question page by page."""

    currency: str
    same: bool
    codes: dict[Keys, int] = field(default_factory=dict)
    here: set[int] = field(default_factory=set)  # the groups seen in the period that is being read
    period: int = -1
    columns: list[tuple[NDArray[np.int32], int, Amounts, Amounts]] = field(default_factory=list)

    def take(self, period: int, groups: Sequence[Any]) -> None:
        if period != self.period:
            self.period = period
            self.here.clear()
        code = [self.codes.setdefault(group.Keys, len(self.codes)) for group in groups]
        self.check_unique(code, groups)
        billed = [group.Metrics.billed for group in groups]
        effective = billed if self.same else [group.Metrics.effective for group in groups]
        one_currency([*billed, *effective], self.currency)
        one = amounts([cost.Amount for cost in billed])
        other = one if self.same else amounts([cost.Amount for cost in effective])
        self.columns.append((np.array(code, np.int32), period, one, other))

    def check_unique(self, code: Sequence[int], groups: Sequence[Any]) -> None:
        before = len(self.here)
        self.here.update(code)
        if len(self.here) != before + len(code):
            twice = next((group.Keys for group, one in zip(groups, code, strict=True) if code.count(one) > 1), "")
            raise refused(f"a group came twice in one period {twice or ''}".rstrip())


def read_groups(pages: Iterable[Any], window: Window, granularity: str, currency: str, same: bool) -> Groups:
    """The groups of a question. Raises SourceError when a group comes twice in one period, or in another currency."""
    reader, names, sizes = Reader(currency, same), dict[str, str](), [0]

    def watched() -> Iterator[Any]:
        for page in pages:
            for named in page.DimensionValueAttributes:
                names[named.Value] = named.Attributes.get("description", "").replace("\0", "")[:256]
            if page.NextPageToken:
                sizes.append(sum(len(result.Groups) for result in page.ResultsByTime))
            yield page

    for period, result in results_of(watched(), window, granularity):
        if result.Groups:
            reader.take(period, result.Groups)
    return as_groups(reader, names, max(sizes))


def as_groups(reader: Reader, names: Mapping[str, str], page_size: int) -> Groups:
    columns = reader.columns
    nothing = np.zeros(0, np.int64)
    return Groups(
        keys=tuple(reader.codes),
        code=np.concatenate([np.zeros(0, np.int32), *(code for code, *_ in columns)]),
        period=np.repeat(
            np.array([period for _, period, *_ in columns], np.int16), [len(code) for code, *_ in columns]
        ),
        billed=np.concatenate([nothing, *(billed for *_, billed, _ in columns)]),
        effective=np.concatenate([nothing, *(effective for *_, effective in columns)]),
        names=names,
        page_size=page_size,
    )
