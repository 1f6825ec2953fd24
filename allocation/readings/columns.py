"""The header of a table of readings -> which column says what."""

from allocation.engine.names import instead
from allocation.engine.rulebook import Kind

from .upload import Rows
from .workbook import RefusedError

KINDS = tuple(kind.value for kind in Kind)
KNOWN = ("driver", "month", "target", *KINDS, "value")
WRITE = "The first row names the columns: driver, month, target (or team, project, pool) and value."

Columns = dict[str, int]


def columns_of(rows: Rows, without_driver: bool = False) -> tuple[int, Columns]:
    """The index of the header and the place of each column. Raises RefusedError, naming what is wrong with it."""
    top = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if top is None:
        raise RefusedError(f"it is empty. {WRITE}")
    names = [cell.strip().lower() for cell in rows[top]]
    for name in names:
        if name and name not in KNOWN:
            raise RefusedError(f"there is no column {name[:40]!r}; {instead(name[:40], KNOWN)}")
        if name and names.count(name) > 1:
            raise RefusedError(f"the column {name!r} stands twice; remove one.")
    columns = {name: place for place, name in enumerate(names) if name}
    refuse_missing(columns, without_driver)
    return top, columns


def refuse_missing(columns: Columns, without_driver: bool) -> None:
    needed = ["month", "value", *([] if without_driver else ["driver"])]
    if missing := [name for name in needed if name not in columns]:
        raise RefusedError(f"the column {missing[0]!r} is missing. {WRITE}")
    if not {"target", *KINDS} & columns.keys():
        raise RefusedError(f"no column says whose the readings are. {WRITE}")
