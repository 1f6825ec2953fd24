"""What a run read, decided and printed -> its cube. Pure.

own cost        -> cells of a statement line, account, region, charge category and tags, from the assignments
shares of pools -> a cell for each statement line, without account and so on
cost of pools   -> cells as they came in, before they are shared; they add up to the shares
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from allocation.engine.allocation import Allocation, Assignments, Payer
from allocation.engine.cells import Amounts, exact, zeros
from allocation.engine.columns import Column, Columns
from allocation.engine.costs import TAG, MonthOfCosts, SeriesTable
from allocation.engine.rounding import round_groups_to_cents

from .cubes import (
    ACCOUNT,
    CATEGORY,
    COST,
    DAYS,
    DIRECT,
    NO_SERIES,
    POOL,
    POOLED,
    PROJECT,
    REGION,
    SERVICE,
    SHARED,
    TEAM,
    Codes,
    Cube,
    Dimension,
    joined,
)
from .lines import Lines

SERIES_COLUMNS = {ACCOUNT: "account", REGION: "region", CATEGORY: "charge_category"}
MOST_TAG_KEYS = 40  # of the keys that occur, those that most series have; each is a column of every cell
STRIDE = 32  # more than a month has days


def cube_of(series: SeriesTable, costs: MonthOfCosts, allocation: Allocation, lines: Lines) -> Cube:
    """The run's cost as a cube. Its own and shared cells are together exactly the run's lines, by day and in cents."""
    own = assigned(series, costs, allocation.assignments, lines)
    shared = shares(lines)
    pooled = own.flags(COST, (POOLED,))
    cents = own.cents.copy()  # Python integers, as what the bill of all pools is in cents may need them
    cents[pooled] = whole_cents(own.amounts[pooled], int(shared.cents.sum()))
    names = series.columns.get("account_name", [""] * len(series))
    called = dict(zip(series.columns.get("account", names), names, strict=True))
    return joined([Cube(own.dimensions, own.amounts, cents, own.daily, called), shared])


def whole_cents(amounts: Amounts, total: int) -> Amounts:
    """Each amount in cents, together exactly `total`."""
    totals = exact(np.array([total] if len(amounts) else [], object))
    return round_groups_to_cents(amounts, np.zeros(len(amounts), np.int64), totals)


def shares(lines: Lines) -> Cube:
    """A cell for each line that comes through a pool."""
    through = np.flatnonzero(lines.pool >= 0)
    payers = [lines.payers[one] for one in lines.payer[through].tolist()]
    texts: dict[str, Sequence[str]] = {
        COST: [SHARED] * len(through),
        TEAM: [payer.team or "" for payer in payers],
        PROJECT: [payer.project or "" for payer in payers],
        SERVICE: [lines.services[one] for one in lines.service[through].tolist()],
        POOL: [lines.pools[one] for one in lines.pool[through].tolist()],
        **{name: [NO_SERIES] * len(through) for name in SERIES_COLUMNS},
    }
    columns = {name: dimension(values) for name, values in texts.items()}
    return Cube(columns, lines.amount[through], lines.cents[through], lines.daily[through])


def dimension(texts: Sequence[str]) -> Dimension:
    return coded(Column(texts))


def coded(column: Column) -> Dimension:
    return Dimension(column.values, column.codes.astype(np.int64))


def assigned(series: SeriesTable, costs: MonthOfCosts, rows: Assignments, lines: Lines) -> Cube:
    """Cells of all that was assigned, to payers and to pools, before anything is shared. Pools' have no cents yet."""
    columns = of_destinations(rows) | of_series(series, rows.series)
    cell, first = distinct([column.codes for column in columns.values()], len(rows))
    amount = exact(costs.amount)
    daily = zeros((len(first), DAYS), amount)
    np.add.at(daily, (cell[assignment_of(costs, rows)], costs.day), amount)
    costly = (daily != 0).any(axis=1)
    first, daily = first[costly], daily[costly]
    dimensions = {name: Dimension(column.words, column.codes[first]) for name, column in columns.items()}
    amounts: Amounts = daily.sum(axis=1)
    return Cube(dimensions, amounts, printed(dimensions, amounts, lines), daily)


def assignment_of(costs: MonthOfCosts, rows: Assignments) -> Codes:
    """Which assignment each record falls under. Both are sorted by series and day, and no day is left out."""
    begins = rows.series.astype(np.int64) * STRIDE + rows.first_day
    first = np.searchsorted(costs.series.astype(np.int64) * STRIDE + costs.day, begins)
    return np.repeat(np.arange(len(rows)), np.diff(first, append=len(costs.day)))


def of_destinations(rows: Assignments) -> dict[str, Dimension]:
    """What the destinations say: whose it is, or which pool's."""
    payers = [to if isinstance(to, Payer) else None for to in rows.destinations]
    texts = {
        COST: [DIRECT if payer else POOLED for payer in payers],
        TEAM: [(payer.team or "") if payer else "" for payer in payers],
        PROJECT: [(payer.project or "") if payer else "" for payer in payers],
        POOL: ["" if isinstance(to, Payer) else to.slug for to in rows.destinations],
        "reason": [payer.reason if payer else "" for payer in payers],
    }
    return {name: taken(dimension(values), rows.destination) for name, values in texts.items()}


def taken(column: Dimension, places: NDArray[np.int32]) -> Dimension:
    return Dimension(column.words, column.codes[places])


def of_series(series: SeriesTable, places: NDArray[np.int32]) -> dict[str, Dimension]:
    """What the series say: service, account, region, charge category and tags."""
    columns = Columns(series)
    found = {name: columns[column] for name, column in ({SERVICE: "service"} | SERIES_COLUMNS).items()}
    return {name: taken(coded(column), places) for name, column in (found | tags(series, columns)).items()}


def tags(series: SeriesTable, columns: Columns) -> dict[str, Column]:
    """The tag keys that most series have."""
    found = {name: columns[name] for name in series.columns if name.startswith(TAG)}
    without = {name: np.count_nonzero(column.codes == column.index.get("", -1)) for name, column in found.items()}
    return {name: found[name] for name in sorted(found, key=lambda name: (without[name], name))[:MOST_TAG_KEYS]}


def distinct(codes: Sequence[Codes], rows: int) -> tuple[Codes, Codes]:
    """For each row the number of its combination of codes, and for each combination a row that has it."""
    combined = np.zeros(rows, np.int64)
    for column in codes:
        both = combined * (int(column.max(initial=0)) + 1) + column
        _, combined = np.unique(both, return_inverse=True)
    _, first = np.unique(combined, return_index=True)
    return combined, first


def printed(dimensions: Mapping[str, Dimension], amounts: Amounts, lines: Lines) -> Amounts:
    """The cents of each cell: those of its line, shared among its cells by controlled rounding; none for pools."""
    is_own = np.array([word == DIRECT for word in dimensions[COST].words], bool)
    own = np.flatnonzero(is_own[dimensions[COST].codes])
    columns = [dimensions[name] for name in (TEAM, PROJECT, SERVICE, "reason")]
    line, first = distinct([column.codes[own] for column in columns], len(own))
    of_line, whose = cents_of_lines(lines), zip(*(column.texts(own[first]) for column in columns), strict=True)
    cents = np.zeros(len(amounts), object)
    totals = exact(np.array([of_line.get(who, 0) for who in whose], object))
    cents[own] = round_groups_to_cents(amounts[own], line, totals)
    return cents


def cents_of_lines(lines: Lines) -> dict[tuple[str, ...], int]:
    """The cents of own cost by team, project, service and reason."""
    columns = (lines.payer.tolist(), lines.service.tolist(), lines.pool.tolist(), lines.cents.tolist())
    found: dict[tuple[str, ...], int] = {}
    for payer, service, pool, cents in zip(*columns, strict=True):
        if pool < 0:
            who = lines.payers[payer]
            found[who.team or "", who.project or "", lines.services[service], str(who.reason)] = cents
    return found
