"""The one cell writer: text stays text, numbers stay exact. Tag values and names in a bill are written by strangers."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils.datetime import to_excel


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
SHORT = 300  # characters of a text that is worth being remembered
# What XML 1.0 cannot carry: Excel calls a file with one of these damaged.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A program reads text that begins so as a formula, some also in full width.
FORMULA_START = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# ECMA-376 22.9.2.19: a reader turns _x0041_ into A, unless its underscore is itself written as _x005F_.
CODED_CHARACTER = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Content(NamedTuple):
    """A value as it stands in a sheet: its cell's XML from the style on, and what it asks of the style."""

    xml: str
    number_format: str
    is_quoted: bool = False


def content_of(value: Value, amount_format: str = CENTS) -> Content | None:
    """What shows `value` in a cell and means nothing else; None for an empty one. Times are shown in UTC.

    `amount_format` is for Decimals. Raises TypeError for a float, because money is never one.
    The XML is that of ECMA-376, 18.3.1.4.
    """
    match value:
        case None | "":
            return None
        case str():
            return _known_text(value) if len(value) <= SHORT else _text(value)
        case Decimal() | int():
            # As digits: openpyxl would squeeze a Decimal through a float and drop what lies beyond 16 digits.
            return _number(f"{Decimal(value):f}", amount_format if isinstance(value, Decimal) else WHOLE)
        case dt.datetime():
            return _number(to_excel(value.astimezone(dt.UTC).replace(tzinfo=None)), MOMENT)  # Excel knows no time zones
        case dt.date():
            return _day(value)
        case Formula():
            return Content(f"><f>{escape(value.text.removeprefix('='))}</f><v/></c>", amount_format)
    raise TypeError(f"A cell holds text, an exact number or a date, not {type(value).__name__}.")


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


def _number(digits: object, number_format: str) -> Content:
    return Content(f' t="n"><v>{digits}</v></c>', number_format)


@lru_cache(maxsize=1000)
def _day(day: dt.date) -> Content:
    return _number(to_excel(day), DAY)


def _text(text: str) -> Content:
    """Text, whatever it looks like: quoted, it stays text when somebody edits the cell and presses Enter."""
    cleaned = clean(text)
    written = escape(CODED_CHARACTER.sub("_x005F_", cleaned))
    xml = f' t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
    return Content(xml, "General", looks_like_formula(cleaned))


_known_text = lru_cache(maxsize=4000)(_text)  # the same services and accounts stand in row after row
