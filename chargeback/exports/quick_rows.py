"""Writes the rows of a long sheet as text. openpyxl makes a tree of elements of each cell, which took half of the time.

It replaces one method of one worksheet's writer, WorksheetWriter.write_row, and writes what that writes. Where openpyxl
writes through lxml, it is left as it is: that is quick by itself.
"""

from collections.abc import Iterable
from types import MethodType
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet


def write_quickly(worksheet: Worksheet) -> None:
    """From the next row on the cells of the write-only worksheet are written as text; links and comments are not."""
    worksheet._get_writer()
    worksheet._writer.write_row = MethodType(write_row, worksheet._writer)


def write_row(writer: WorksheetWriter, xf: Any, row: Iterable[Cell], number: int) -> None:
    write = getattr(xf, "_file", None)
    if write is None:
        WorksheetWriter.write_row(writer, xf, row, number)
        return
    more = "".join(f' {name}="{value}"' for name, value in dict(writer.ws.row_dimensions.get(number, {})).items())
    written = "".join(as_text(cell) for cell in row if cell._value is not None)
    write(f'<row r="{number}"{more}>{written}</row>')


def as_text(cell: Cell) -> str:
    """The cell as it stands in a sheet; see ECMA-376, 18.3.1.4."""
    place = f'<c r="{get_column_letter(cell.column)}{cell.row}" s="{cell.style_id}"'
    value = cell._value
    if cell.data_type == "s":
        return f'{place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    if cell.data_type == "f":
        return f"{place}><f>{escape(value[1:])}</f><v/></c>"
    content = to_excel(value, cell.parent.parent.epoch) if cell.data_type == "d" else value
    return f'{place} t="n"><v>{content}</v></c>'
