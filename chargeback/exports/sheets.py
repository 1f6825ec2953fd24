"""A table of values -> one worksheet: headed, frozen, filterable, printable on A4."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .cells import CENTS, Content, Value, content_of
from .quick_rows import Cell, write_quickly

HEAD_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F3A5F")
TOTAL_FONT = Font(name="Calibri", size=11, bold=True)
TOTAL_BORDER = Border(top=Side("thin"))
LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
LINE_HEIGHT = 15.5
MOST_LINES = 12
A4 = 9
UPRIGHT_WIDTH = 110
"""Characters side by side that can still be read on an upright page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, its width in characters and, where it holds amounts, how they are written."""

    title: str
    width: int
    amount_format: str = ""
    is_left: bool = False
    """Amounts stand left too, as under a title that is for all kinds of values."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it will stand in the workbook: title row, rows, and a totals row that filters leave alone."""

    title: str
    columns: Sequence[Column]
    rows: Collection[Sequence[Value]]
    """Read once, in order: a long sheet's rows need never be together in memory."""
    total: Sequence[Value] = ()

    def range_of(self, column: int) -> str:
        """The address of a column's values without title and total, for a formula on another sheet. Column 1 is A."""
        letter = get_column_letter(column)
        return f"'{self.title}'!${letter}$2:${letter}${len(self.rows) + 1}"


def add(workbook: Workbook, sheet: Sheet, footer: str) -> None:
    """Append `sheet` to a write-only workbook. `footer` is printed at the foot of every page."""
    worksheet = workbook.create_sheet(sheet.title)
    _lay_out(worksheet, sheet)
    _set_up_print(worksheet, sheet, footer)
    write_quickly(worksheet)
    worksheet.append(_titles(sheet, Looks(worksheet, {"font": HEAD_FONT, "fill": HEAD_FILL})))
    looks = Looks(worksheet)
    for number, row in enumerate(sheet.rows, 2):
        if (lines := _lines(sheet, row)) > 1:  # not every program makes room for wrapped text by itself
            worksheet.row_dimensions[number].height = LINE_HEIGHT * lines
        worksheet.append(_cells(sheet, row, looks))
    if sheet.total:
        worksheet.append(_cells(sheet, sheet.total, Looks(worksheet, {"font": TOTAL_FONT, "border": TOTAL_BORDER})))


def _lay_out(worksheet: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
    worksheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    worksheet.freeze_panes = "A2"
    if sheet.rows:
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _set_up_print(worksheet: Worksheet, sheet: Sheet, footer: str) -> None:
    width = sum(column.width for column in sheet.columns)
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.orientation = "portrait" if width <= UPRIGHT_WIDTH else "landscape"
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0  # as many pages as the rows need
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"
    worksheet.oddFooter.left.text = footer
    worksheet.oddFooter.right.text = "&P / &N"


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles of cells that are dressed alike, each entered in the workbook once."""

    worksheet: Worksheet
    dress: Mapping[str, object] = field(default_factory=dict)
    """What all of them have, by openpyxl's names: font, fill, border."""
    known: dict[tuple[str, bool, bool], int] = field(default_factory=dict)

    def of(self, content: Content, is_left: bool) -> Cell:
        look = (content.number_format, content.is_quoted, is_left)
        if look not in self.known:
            self.known[look] = self.style(*look)
        return self.known[look], content.xml

    def style(self, number_format: str, is_quoted: bool, is_left: bool) -> int:
        """The number of the style in the workbook, which openpyxl gives to a cell that has it."""
        made = WriteOnlyCell(self.worksheet)
        made.number_format, made.quotePrefix = number_format, is_quoted
        for name, value in self.dress.items():
            setattr(made, name, value)
        made.alignment = LEFT if is_left else RIGHT
        style: int = made.style_id
        return style


def _titles(sheet: Sheet, looks: Looks) -> list[Cell | None]:
    titles = ((content_of(column.title), column.is_left or not column.amount_format) for column in sheet.columns)
    return [looks.of(content, is_left) if content else None for content, is_left in titles]


def _cells(sheet: Sheet, row: Sequence[Value], looks: Looks) -> list[Cell | None]:
    cells: list[Cell | None] = []
    for column, value in zip(sheet.columns, row, strict=True):
        content = content_of(value, column.amount_format or CENTS)
        cells.append(looks.of(content, column.is_left or isinstance(value, str | dt.date)) if content else None)
    return cells


def total_label(rows: Collection[object], one: str) -> str:
    """The words before a total: what it is the total of."""
    return f"Total, {len(rows)} {one}{'' if len(rows) == 1 else 's'}"


def _lines(sheet: Sheet, row: Sequence[Value]) -> int:
    """How many lines the row's longest text takes in its column, up to MOST_LINES."""
    most = 1
    for column, value in zip(sheet.columns, row, strict=True):
        if isinstance(value, str) and (len(value) >= column.width or "\n" in value):
            most = max(most, value.count("\n") + len(value) // column.width + 1)
    return min(MOST_LINES, most)
