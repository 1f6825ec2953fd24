"""Writes rows of a sheet whose cells are XML already. openpyxl makes objects of each cell, which took most of the time.

It replaces two methods: of a write-only worksheet the one that makes cells of a row's values, and of its writer the one
that writes them. What is written is what openpyxl writes.
"""

from collections.abc import Sequence
from types import MethodType
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

Cell = tuple[int, str]  # its style in the workbook, and its XML from there on


def write_quickly(worksheet: Worksheet) -> None:
    """From the first row on `append` takes a Cell for each column of the write-only worksheet, or None."""
    worksheet._get_writer()
    worksheet._values_to_row = lambda row, number: row
    worksheet._writer.write_row = MethodType(write_row, worksheet._writer)


def write_row(writer: WorksheetWriter, xf: Any, row: Sequence[Cell | None], number: int) -> None:
    more = "".join(f' {name}="{value}"' for name, value in dict(writer.ws.row_dimensions.get(number, {})).items())
    cells = (
        f'<c r="{get_column_letter(column)}{number}" s="{cell[0]}"{cell[1]}'
        for column, cell in enumerate(row, 1)
        if cell is not None
    )
    put(xf, f'<row r="{number}"{more}>{"".join(cells)}</row>')


def put(xf: Any, row: str) -> None:
    """The row stands in the sheet next. Where openpyxl writes through lxml, that wants an element and no text."""
    write = getattr(xf, "_file", None)
    if write is None:
        xf.write(fromstring(row.replace("<row ", f'<row xmlns="{SHEET_MAIN_NS}" ', 1)))
    else:
        write(row)
