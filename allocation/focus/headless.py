"""One call for the whole way: a rulebook and a file of costs in, allocated months and rows out."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from allocation.engine.rulebook import Rulebook

from .charges import Charge, charges_of
from .frame import frame_of
from .layout import Layout, layout_of
from .months import Month, MonthKey, allocated
from .output import Text, write_rows
from .refusals import FocusError
from .rows import rows_of
from .tables import opened


@dataclass(frozen=True, slots=True)
class Costs:
    """A file of costs and how to read it. `month` None reads all months."""

    path: Path
    rulebook: Rulebook
    basis: str = "billed"
    month: dt.date | None = None
    tag_column: str | None = None

    @contextmanager
    def read(self) -> Iterator[tuple[Layout, Iterator[Charge]]]:
        with opened(self.path) as table:
            layout = layout_of(table.header, self.rulebook, self.basis, self.tag_column)
            yield layout, charges_of(table, layout, self.month)


def allocate_file(costs: Costs) -> dict[MonthKey, Month]:
    """Every month and currency of the file, each allocated by itself. Raises FocusError and RulebookError."""
    with costs.read() as (layout, charges):
        months = allocated(costs.rulebook, layout, charges)
    if not months:
        when = f" in {costs.month:%Y-%m}; choose another --period" if costs.month else ""
        raise FocusError(f"{costs.path} has no charges{when}.")
    return months


def write_allocated(costs: Costs, months: dict[MonthKey, Month], file: Text) -> int:
    """Writes the allocated rows of the same file and returns their number. Raises FocusError."""
    with costs.read() as (layout, charges):
        frame = frame_of(layout)
        return write_rows(file, frame.header, rows_of(charges, months, layout, frame))


def refuse_overwriting(out: Path, *inputs: Path) -> None:
    """Raises FocusError when the output would take the place of an input."""
    for path in inputs:
        if out.resolve() == path.resolve():
            raise FocusError(f"--out names {path}, which is read; write to another file.")


def refuse_streams(costs: Path) -> None:
    """Raises FocusError for a pipe or terminal, which can be read only once."""
    if costs.exists() and not costs.is_file():
        raise FocusError(f"{costs} is no file; the costs are read twice, so save them to a file first.")
