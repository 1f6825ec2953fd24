"""The text of a cell -> month or number. What could mean two things is refused, never guessed."""

import datetime as dt
import re
from fractions import Fraction

MONTH = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]00:00:00)?)?")
GERMAN_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
NUMBER = re.compile(r"(?P<whole>[0-9]+)(?:(?P<mark>[.,])(?P<decimals>[0-9]+))?")
WHOLE_DIGITS, DECIMALS = 18, 10  # what the database holds


class CellError(ValueError):
    """The text says no month or number; the message says what to write."""


def month_of(text: str) -> dt.date:
    """The first day of the month. Any day stands for its month. Raises CellError."""
    try:
        if match := MONTH.fullmatch(text):
            year, month, day = match.groups(default="1")
            return dt.date(int(year), int(month), int(day)).replace(day=1)
        if match := GERMAN_DAY.fullmatch(text):
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"])).replace(day=1)
    except ValueError:
        pass
    raise CellError(f"{shown(text)} is not a month; write it as 2026-10 or 2026-10-01.")


def number_of(text: str, decimal_comma: bool = False) -> Fraction:
    """The number. `decimal_comma` says that the file comes from a place that writes 1,5. Raises CellError."""
    if text.startswith("-"):
        raise CellError(f"{shown(text)} is negative; write what was used, or 0.")
    match = NUMBER.fullmatch(text)
    if not match:
        raise CellError(f"{shown(text)} is not a plain number; write it like 1234.5, without separators or units.")
    whole, mark, decimals = match["whole"], match["mark"], match["decimals"] or ""
    if (mark == "," or (mark and decimal_comma)) and is_ambiguous(whole, decimals):
        raise CellError(f"{text} has two meanings; write {whole}{decimals}, or with four decimals {whole}.{decimals}0.")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        raise CellError(f"{shown(text)} is too long; {WHOLE_DIGITS} digits and {DECIMALS} decimals are the most.")
    return Fraction(f"{whole}.{decimals or 0}")


def is_ambiguous(whole: str, decimals: str) -> bool:
    """Three digits after the mark may be decimals, or the mark may separate thousands: 1,234. Not in 0,125."""
    return len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0")


def shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "...")
