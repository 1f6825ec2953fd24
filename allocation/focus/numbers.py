"""Numbers in files: exact decimals as text, as whole units, and split."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from allocation.engine.money import EXACT, nearest, split

DECIMALS = 10  # the portal's own money; a file with finer amounts is computed in finer units
MOST_DECIMALS, MOST_DIGITS = 30, 20
EMPTY = frozenset({"", "NULL", "null"})
# FOCUS allows the E notation. Decimal() alone would also take 1_000, Arabic digits, NaN and Infinity.
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def number(text: str, column: str) -> Decimal:
    """The number, exactly. Raises ValueError with a sentence that names the column."""
    match = NUMBER.fullmatch(text)
    if not match:
        raise ValueError(unreadable(text, column))
    value = Decimal(text)
    if len(text) <= MOST_DIGITS and not match[3]:  # nearly every number, and there are millions
        return value
    if decimals(value) > MOST_DECIMALS or value.adjusted() >= MOST_DIGITS:
        raise ValueError(
            f"{column} is {shortened(text)}; at most {MOST_DIGITS} digits before the point and {MOST_DECIMALS} after "
            "it are understood."
        )
    return value


def unreadable(text: str, column: str) -> str:
    if text in EMPTY:
        return f"{column} is empty; write a number, for example 0."
    return (
        f"{column} is {shortened(text)}, which is no number; "
        "write digits and a point, without thousands separators or currency, for example 1234.50."
    )


def shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")


def decimals(value: Decimal) -> int:
    """How many decimals it takes to write the number; trailing zeros need none."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, -int(exponent))


def to_units(value: Decimal, places: int) -> int:
    """The number in units of 10^-places. The number has no more decimals than that."""
    return int(value.scaleb(places, EXACT))


def from_units(units: int, places: int) -> str:
    """The number as text, without zeros at the end and never with an exponent."""
    digits = str(abs(units)).rjust(places + 1, "0")
    whole, rest = digits[:-places], digits[-places:].rstrip("0")
    return f"{'-' if units < 0 else ''}{whole}{'.' if rest else ''}{rest}"


def split_text(text: str, weights: Sequence[int], column: str) -> list[str]:
    """The number in parts proportional to the weights that add up to exactly it; what is empty stays as it is.

    Parts have ten decimals, or as many as the number itself. Raises ValueError with a sentence.
    """
    if text in EMPTY:
        return [text] * len(weights)
    value = number(text, column)
    places = max(DECIMALS, decimals(value))
    return [from_units(part, places) for part in split(to_units(value, places), weights)]


def fraction_text(value: Fraction, places: int) -> str:
    """The fraction as a decimal, to the nearest of its last place."""
    return from_units(nearest(value * 10**places), places)
