"""What occurs in a window: short questions by month, so that only combinations that occur are asked for by day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from allocation.engine.money import from_units
from chargeback.clock import month_start

from .aws_dimensions import (
    ACCOUNT,
    RECORD_TYPE,
    SERVICE,
    USAGE,
    USAGE_TYPE,
    dimensions_of,
    name_of,
    products_of,
    value_in,
)
from .aws_pages import Groups
from .aws_plan import PAGE_SIZE, PRODUCTS_SINCE, plan_of
from .aws_queries import Case, Query
from .aws_space import MEETS
from .batch import HALF_UNIT, Breakdown, DailyTotal, Pairs, Survey
from .refusals import refused
from .window import Window

Ask = Callable[[Query], Groups]
AskTotals = Callable[[Query], Sequence[DailyTotal]]
MANY = 15  # requests of a plan, beyond which it pays to know more before planning
NOTHING = frozenset[str]()


@dataclass(slots=True)
class Surveyor:
    """Asks which values of two dimensions occur together, and remembers the answers."""

    ask: Ask
    ask_totals: AskTotals
    window: Window
    totals: Sequence[DailyTotal]
    pairs: dict[tuple[str, str], frozenset[tuple[str, str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    page_size: int = 0

    def look(self, first: str, second: str) -> Groups:
        """The bill by the two dimensions. It must add up to the totals: a lost page could hide what has to be asked."""
        groups = self.ask(Query(self.window, (first, second), granularity="MONTHLY"))
        compare(groups, self.totals)
        if first == ACCOUNT:
            self.confirm(groups)
        self.remember((first, second), groups)
        return groups

    def confirm(self, groups: Groups) -> None:
        """Accounts that AWS left out where it named the others (long closed ones, perhaps) are asked for once more."""
        nameless = frozenset(keys[0] for keys in groups.keys) - set(groups.names) if groups.names else NOTHING
        if nameless:
            totals = self.ask_totals(Query(self.window, cases=(Case({ACCOUNT: nameless}),)))
            theirs = np.isin(groups.code, [code for code, keys in enumerate(groups.keys) if keys[0] in nameless])
            compare(only(groups, theirs), totals)

    def look_at_products(self, product: str) -> None:
        """Services by a product attribute, which not all of them have, and none before a certain day."""
        window = Window(max(self.window.start, PRODUCTS_SINCE), self.window.end)
        if window.start < window.end:
            by = (SERVICE, product)
            self.remember(by, self.ask(Query(window, by, granularity="MONTHLY")))

    def remember(self, by: tuple[str, str], groups: Groups) -> None:
        self.pairs[by] = frozenset(pair_in(by, keys) for keys in groups.keys)
        self.names.update(groups.names)
        self.page_size = max(self.page_size, groups.page_size)

    def values(self, dimension: str) -> frozenset[str]:
        """Every value that was seen of the dimension."""
        seen = [{pair[by.index(dimension)] for pair in pairs} for by, pairs in self.pairs.items() if dimension in by]
        return frozenset().union(*seen)


def look(ask: Ask, ask_totals: AskTotals, breakdown: Breakdown, window: Window, totals: Sequence[DailyTotal]) -> Survey:
    """What occurs in the window. Raises SourceError when an answer is not the whole bill."""
    surveyor, further = Surveyor(ask, ask_totals, window, totals), dimensions_of(breakdown)[3:]
    services = surveyor.look(SERVICE, RECORD_TYPE)
    for dimension in further:
        surveyor.look(SERVICE if dimension == USAGE_TYPE else ACCOUNT, dimension)
    if len(other_charges(surveyor)) > 1:  # one that stands on one service is one question anyway
        for dimension in further:
            surveyor.look(RECORD_TYPE, dimension)
    if not further:
        surveyor.look(ACCOUNT, SERVICE)
    for product in products_of(breakdown):
        surveyor.look_at_products(product)
    tag = further[0] if breakdown.tag_keys else ""
    seen = survey_of(surveyor, costs_of(services), tag)
    if further and is_short(surveyor) and plan_of(seen, breakdown, window).requests > MANY:
        surveyor.look(ACCOUNT, SERVICE)
        return survey_of(surveyor, seen.services, tag)
    return seen


def other_charges(surveyor: Surveyor) -> frozenset[tuple[str, str]]:
    """Services with what is charged on them besides usage."""
    return frozenset(pair for pair in surveyor.pairs[SERVICE, RECORD_TYPE] if pair[1] != USAGE)


def is_short(surveyor: Surveyor) -> bool:
    """Whether accounts by services fit about one page: then it is worth a request to know how they meet."""
    most = max(len(surveyor.values(ACCOUNT)), len(surveyor.values(SERVICE)))
    return MEETS * most <= (surveyor.page_size or PAGE_SIZE)


def survey_of(surveyor: Surveyor, services: Mapping[str, Decimal], tag: str) -> Survey:
    """What was seen, as a value."""
    tagged = {record_type for record_type, value in surveyor.pairs.get((RECORD_TYPE, tag), ()) if value}
    if tag and (RECORD_TYPE, tag) not in surveyor.pairs:  # nothing but usage, or one other charge
        tagged = {USAGE} if surveyor.values(tag) - {""} else set()
    seen = {dimension for by in surveyor.pairs for dimension in by}
    return Survey(
        window=surveyor.window,
        accounts={account: surveyor.names.get(account, "") for account in sorted(surveyor.values(ACCOUNT))},
        services=services,
        record_types={found: found in tagged for found in sorted(surveyor.values(RECORD_TYPE))},
        values={dimension: len(surveyor.values(dimension) - {""}) for dimension in sorted(seen)},
        pairs=tuple(Pairs(*by, pairs) for by, pairs in surveyor.pairs.items()),
        page_size=surveyor.page_size,
    )


def pair_in(by: tuple[str, str], keys: tuple[str, ...]) -> tuple[str, str]:
    """The values that a group's keys stand for. Raises SourceError."""
    first, second = value_in(by[0], keys[0]), value_in(by[1], keys[1])
    if first is None or second is None:
        raise refused(f"{keys!r} are not values of {name_of(by[0])} and {name_of(by[1])}")
    return first, second


def costs_of(services: Groups) -> dict[str, Decimal]:
    """What each service was billed, by the first of the keys."""
    sums: dict[str, int] = {}
    for code, billed in zip(services.code.tolist(), services.billed.tolist(), strict=True):
        name = services.keys[code][0]
        sums[name] = sums.get(name, 0) + billed
    return {name: from_units(units) for name, units in sums.items()}


def only(groups: Groups, rows: NDArray[np.bool_]) -> Groups:
    """The groups of some rows."""
    code, period = groups.code[rows], groups.period[rows]
    return replace(groups, code=code, period=period, billed=groups.billed[rows], effective=groups.effective[rows])


def compare(groups: Groups, totals: Sequence[DailyTotal]) -> None:
    """Raises SourceError unless the groups of each month add up to its daily totals, billed and effective."""
    months = [month_start(total.day) for total in totals]
    for number, month in enumerate(dict.fromkeys(months)):
        days = [total for total, of in zip(totals, months, strict=True) if of == month]
        here = groups.period == number
        rounding = (int(np.count_nonzero(here)) + len(days)) * HALF_UNIT
        for name, amounts in (("billed", groups.billed), ("effective", groups.effective)):
            missing = sum(getattr(day, name) for day in days) - from_units(sum(amounts[here].tolist()))
            if abs(missing) > rounding:
                raise refused(f"the {name} cost of {month:%Y-%m} by groups differs from the daily totals by {missing}")
