"""The columns of the output: everything the input has, the Allocated columns of FOCUS 1.3, and ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Layout, places_of
from .methods import COLUMNS
from .refusals import FocusError

OWN_COLUMNS = ("x_Team", "x_Project", "x_Pool", "x_Rule", "x_Reason", "x_AllocatedRatio", "x_OriginRow")
ORIGIN = "x_Origin"  # in front of an Allocated column: what the provider had written there


@dataclass(frozen=True, slots=True)
class Frame:
    """`allocated` are the output's positions of methods.COLUMNS, `provided` the input's positions of those it has."""

    header: tuple[str, ...]
    blanks: tuple[str, ...]
    allocated: tuple[int, ...]
    provided: tuple[int, ...]

    def row(self, origin: Sequence[str], own: Sequence[str], allocated: Sequence[str] | None = None) -> list[str]:
        """An output row. Without `allocated` the Allocated columns stay what the provider wrote."""
        row = [*origin, *self.blanks]
        if allocated is not None:
            for position, text in zip(self.allocated, allocated, strict=True):
                row[position] = text
        row += [origin[position] for position in self.provided]
        row += own
        return row


def frame_of(layout: Layout) -> Frame:
    """The frame. Raises FocusError when the input has a column that the output would write."""
    place = places_of(layout.header)
    present = [name for name in COLUMNS if name.casefold() in place]
    missing = [name for name in COLUMNS if name not in present]
    kept = [ORIGIN + name for name in present]
    for name in (*kept, *OWN_COLUMNS):
        if name.casefold() in place:
            raise FocusError(f"The file has a column {name}, which the output would write; rename or remove it.")
    header = (*layout.header, *missing, *kept, *OWN_COLUMNS)
    after = {name: len(layout.header) + position for position, name in enumerate(missing)}
    allocated = tuple(after[name] if name in after else place[name.casefold()] for name in COLUMNS)
    return Frame(header, ("",) * len(missing), allocated, tuple(place[name.casefold()] for name in present))
