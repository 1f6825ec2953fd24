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
from allocation.engine.columns import Column
from allocation.engine.costs import TAG, MonthOfCosts, SeriesTable
from allocation.engine.money import round_to_cents

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
    cents = own.cents.copy()
    cents[pooled] = whole_cents(own.amounts[pooled], int(shared.cents.sum()))
    names = series.columns.get("account_name", [""] * len(series))
    called = dict(zip(series.columns.get("account", names), names, strict=True))
    return joined([Cube(own.dimensions, own.amounts, cents, own.daily, called), shared])


def whole_cents(amounts: Amounts, total: int) -> Amounts:
    """Each amount in cents, together exactly `total`."""
    return np.array(round_to_cents(amounts.tolist(), total if len(amounts) else 0), object)


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
    column = Column(texts)
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
    """Which assignment each record falls under. They are sorted by series and day, and leave no day out."""
    begins = rows.series.astype(np.int64) * STRIDE + rows.first_day
    found: Codes = np.searchsorted(begins, costs.series.astype(np.int64) * STRIDE + costs.day, side="right") - 1
    return found


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
    plain = {SERVICE: "service"} | SERIES_COLUMNS
    default = {name: "Usage" if name == CATEGORY else "" for name in plain}
    texts = {name: series.columns.get(column, [default[name]] * len(series)) for name, column in plain.items()}
    return {name: taken(dimension(values), places) for name, values in (texts | tags(series.columns)).items()}


def tags(columns: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The tag keys that most series have."""
    keys = [name for name in columns if name.startswith(TAG)]
    keys.sort(key=lambda name: (-sum(map(bool, columns[name])), name))
    return {name: columns[name] for name in keys[:MOST_TAG_KEYS]}


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
    of_line = cents_of_lines(lines)
    columns = [dimensions[name] for name in (COST, TEAM, PROJECT, SERVICE, "reason")]
    line, _ = distinct([column.codes for column in columns], len(amounts))
    cents = np.zeros(len(amounts), object)
    order = np.argsort(line, kind="stable")
    for cells in np.split(order, np.cumsum(np.bincount(line))[:-1]) if len(amounts) else []:
        kind, *who = (column.words[column.codes[cells[0]]] for column in columns)
        if kind == DIRECT:
            cents[cells] = round_to_cents(amounts[cells].tolist(), of_line.get(tuple(who), 0))
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
