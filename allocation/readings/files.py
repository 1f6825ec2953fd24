"""Readings -> a CSV file or a workbook that the import reads back as unchanged.

Every text in them is a slug of the portal's own, a month or "kind:slug"; none can begin a formula.
"""

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet

from allocation.engine.rulebook import Reading
from allocation.rulebook.to_yaml import decimal_text

HEADER = ("driver", "month", "target", "value")
WIDTHS = {"A": 24, "B": 12, "C": 32, "D": 20}
EXCEL_DIGITS = 15
TEXT = "@"  # a cell of this format keeps "2026-10" as typed; in any other Excel makes it a day


def csv_file(readings: Iterable[Reading]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADER)
    writer.writerows((*texts(one), decimal_text(one.value)) for one in readings)
    return file.getvalue().encode("utf-8-sig")


def workbook_file(readings: Iterable[Reading]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Readings")
    sheet.freeze_panes = "A2"
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.append([text_cell(sheet, name) for name in HEADER])
    for one in readings:
        sheet.append([*(text_cell(sheet, text) for text in texts(one)), value_cell(sheet, one.value)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def texts(reading: Reading) -> tuple[str, str, str]:
    return reading.driver, f"{reading.month:%Y-%m}", str(reading.target)


def text_cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.number_format = "s", TEXT
    return cell


def value_cell(sheet: Worksheet, value: Fraction) -> WriteOnlyCell:
    """A number, or a text where Excel would cut its digits."""
    text = decimal_text(value)
    cell = text_cell(sheet, text)
    if len(text.replace(".", "").lstrip("0")) <= EXCEL_DIGITS:
        cell.data_type, cell.number_format = "n", "General"
    return cell


WRITERS = {"csv": csv_file, "xlsx": workbook_file}
