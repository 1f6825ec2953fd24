"""The one cell writer: text stays text, numbers stay exact. Tag values and names in a bill are written by strangers."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that we wrote ourselves; the only way to a formula cell."""

    text: str


Value = str | Decimal | int | dt.date | dt.datetime | Formula | None

CENTS = "#,##0.00"
EXACT = "#,##0.0000000000"
PERCENT = "0.0%"
DAY = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm"
WHOLE = "0"

# Excel counts UTF-16 units, so an emoji is two.
LONGEST_TEXT = 32_767
# What XML 1.0 cannot carry: Excel calls a file with one of these damaged.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A program reads text that begins so as a formula, some also in full width.
FORMULA_START = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# ECMA-376 22.9.2.19: a reader turns _x0041_ into A, unless its underscore is itself written as _x005F_.
CODED_CHARACTER = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def cell(sheet: Worksheet, value: Value, amount_format: str = CENTS) -> Cell | None:
    """A cell that shows `value` and means nothing else; None for an empty one. Times are shown in UTC.

    `amount_format` is for Decimals. Raises TypeError for a float, because money is never one.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    content, kind, number_format = _content(value, amount_format)
    made = _made(sheet, content, kind)
    made.number_format = number_format
    return made


def clean(text: str) -> str:
    """`text` without what a file cannot carry, with plain line ends, cut with an ellipsis at Excel's longest text."""
    text = ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def looks_like_formula(text: str) -> bool:
    """True when a spreadsheet program could run `text` if it were typed in: spaces before the sign do not help."""
    return text.startswith(("\t", "\n")) or text.lstrip().startswith(FORMULA_START)


def currency_format(currency: str) -> str:
    """Cents with the currency's code before them; without a code when it is not three capital letters."""
    return f"[${currency}] {CENTS}" if re.fullmatch("[A-Z]{3}", currency) else CENTS


def _text(sheet: Worksheet, text: str) -> Cell:
    cleaned = clean(text)
    made = _made(sheet, CODED_CHARACTER.sub("_x005F_", cleaned), "s")
    # Keeps it text when somebody edits the cell and presses Enter.
    made.quotePrefix = looks_like_formula(cleaned)
    return made


def _made(sheet: Worksheet, content: str | dt.date, kind: str) -> Cell:
    """A cell that holds this as what it is; openpyxl would take "=..." for a formula and "#REF!" for an error."""
    made = WriteOnlyCell(sheet)
    # Not through `value`, which looks at each text again: a third of the time of a long sheet.
    made._value, made.data_type = content, kind
    return made


def _content(value: Decimal | int | dt.date | Formula, amount_format: str) -> tuple[str | dt.date, str, str]:
    """What to give to openpyxl, what it is, and how it is shown."""
    match value:
        case Decimal() | int():
            # As digits: openpyxl would squeeze a Decimal through a float and drop what lies beyond 16 digits.
            return format(Decimal(value), "f"), "n", amount_format if isinstance(value, Decimal) else WHOLE
        case dt.datetime():
            return value.astimezone(dt.UTC).replace(tzinfo=None), "d", MOMENT  # Excel knows no time zones
        case dt.date():
            return value, "d", DAY
        case Formula():
            return value.text, "f", amount_format
    raise TypeError(f"A cell holds text, an exact number or a date, not {type(value).__name__}.")
