"""Charges + allocated months -> the rows of the output: the second pass.

A charge that goes to a payer is one row. A charge that goes to a pool is one row for each who carries part of it, with
every metric in the same ratios; the parts of each metric add up to exactly the charge's own.
The parts of the cost do more: over all charges of a day, pool and service they add up to exactly the engine's charges.
Each charge gets what the split of the running total grew by, so a part can be up to two units of the last
place away from its ratio. Files, summary and portal show one number for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from allocation.engine.allocation import Assignment, Payer
from allocation.engine.compare import totals_by_team
from allocation.engine.money import split

from .charges import Charge
from .frame import Frame
from .layout import Layout
from .months import Month, MonthKey
from .numbers import from_units, split_text, to_units
from .refusals import FocusError, in_row
from .sharing import Sharing, Sharings

CHANGED = "The file changed while it was read, nothing was written; run again when it is complete."


def rows_of(
    charges: Iterable[Charge], months: Mapping[MonthKey, Month], layout: Layout, frame: Frame
) -> Iterator[list[str]]:
    """All rows, charge by charge as they come. Raises FocusError unless they add up to the months' charges."""
    writers = {key: RowsOfMonth(month, layout, frame) for key, month in months.items()}
    for charge in charges:
        writer = writers.get((charge.month, charge.currency))
        if writer is None:
            raise FocusError(CHANGED)
        yield from writer.rows(charge)
    for writer in writers.values():
        writer.prove()


class RowsOfMonth:
    """Makes the rows of one month and currency, and keeps what was given to whom."""

    def __init__(self, month: Month, layout: Layout, frame: Frame) -> None:
        self.month, self.layout, self.frame = month, layout, frame
        self.sharings = Sharings(month.evidence, month.currency, month.places)
        self.running: dict[tuple[int, str, str], tuple[int, list[int]]] = {}
        self.given: dict[str | None, int] = defaultdict(int)
        self.count = 0

    def rows(self, charge: Charge) -> Iterator[list[str]]:
        series = self.month.series.get(charge.key)
        if series is None:
            raise FocusError(CHANGED)
        self.count += 1
        one = self.month.assigned(series, charge.day)
        cost = to_units(charge.cost, self.month.places)
        if one.pool is None:
            self.given[one.team] += cost
            payer = Payer(one.team, one.project, one.reason)
            yield self.frame.row(charge.row, own_columns(payer, one, "1", charge))
        else:
            service = self.month.evidence.series[series].service
            yield from self.split_rows(charge, one, self.sharings.of(one.pool, charge.day), cost, service)

    def split_rows(
        self, charge: Charge, one: Assignment, sharing: Sharing, cost: int, service: str
    ) -> Iterator[list[str]]:
        """One row for each who carries part of the charge."""
        metrics = self.metrics(charge, sharing)
        parts = self.grown((charge.day, service, one.pool or ""), cost, sharing)
        metrics[self.layout.cost] = [from_units(part, self.month.places) for part in parts]
        for place, (receiver, part) in enumerate(zip(sharing.receivers, parts, strict=True)):
            self.given[receiver.payer.team] += part
            origin = list(charge.row)
            for column, texts in metrics.items():
                origin[column] = texts[place]
            own = own_columns(receiver.payer, one, str(receiver.ratio), charge)
            yield self.frame.row(origin, own, receiver.columns)

    def metrics(self, charge: Charge, sharing: Sharing) -> dict[int, list[str]]:
        """The parts of every metric but the cost. Metrics of a charge are often equal; equal texts are split once."""
        parts: dict[str, list[str]] = {}
        columns = [column for column in self.layout.metrics if column != self.layout.cost]
        try:
            for column in columns:
                if (text := charge.row[column].strip()) not in parts:
                    parts[text] = split_text(text, sharing.weights, self.layout.header[column])
        except ValueError as error:
            raise in_row(charge.number, str(error)) from None
        return {column: parts[charge.row[column].strip()] for column in columns}

    def grown(self, cell: tuple[int, str, str], cost: int, sharing: Sharing) -> list[int]:
        """By how much the parts of the cell's running total grow with this cost."""
        total, before = self.running.get(cell, (0, [0] * len(sharing.weights)))
        after = split(total + cost, sharing.weights)
        self.running[cell] = total + cost, after
        return [new - old for new, old in zip(after, before, strict=True)]

    def prove(self) -> None:
        """Returns when what the rows give to each team is exactly what the engine charges it."""
        charged = totals_by_team(self.month.evidence.allocation.charges)
        teams = {*charged, *self.given}
        if self.count != self.month.rows or any(charged.get(one, 0) != self.given.get(one, 0) for one in teams):
            raise FocusError(CHANGED)


def own_columns(payer: Payer, one: Assignment, ratio: str, charge: Charge) -> tuple[str, ...]:
    """The texts of frame.OWN_COLUMNS."""
    return (
        payer.team or "",
        payer.project or "",
        one.pool or "",
        one.rule,
        payer.reason.value,
        ratio,
        str(charge.number),
    )
