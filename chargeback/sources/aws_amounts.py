"""Amounts as AWS writes them -> whole numbers of 10^-10, exactly or not at all."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from .batch import DECIMALS, Amounts
from .refusals import refused

# Nearly every amount is plain, has 18 digits at most, and is read with many others; exponents come from line items.
PLAIN = re.compile(r"(?:-?[0-9]{1,8}(?:\.[0-9]{1,10})?\n)*", re.ASCII)
POWERS = 10 ** np.arange(19, dtype=np.int64)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", re.ASCII)
TEN_PLACES = Decimal("1e-10")


def amounts(texts: Sequence[str]) -> Amounts:
    """The amounts in 10^-10: int64, or Python integers where one is too large for it.

    Raises SourceError for what is no number, or would not fit ten decimals and fifteen digits before them.
    """
    lines = "\n".join([*texts, ""])
    if texts and lines.count("\n") == len(texts) and PLAIN.fullmatch(lines):
        return plain_units(np.frombuffer(lines.encode(), np.uint8))
    units = list(map(unit, texts))
    try:
        return np.array(units, np.int64)
    except OverflowError:
        return np.array(units, object)


def plain_units(characters: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The amounts of plain lines: each digit times the power of ten of its place, added up by line."""
    ends = np.flatnonzero(characters == ord("\n"))
    starts = np.concatenate([[0], ends[:-1] + 1])
    points, dots = ends.copy(), np.flatnonzero(characters == ord("."))
    points[np.searchsorted(ends, dots)] = dots
    before = np.repeat(points, ends - starts + 1) - np.arange(len(characters))  # characters up to the point
    digits = np.where(characters >= ord("0"), characters - ord("0"), 0)
    units = np.add.reduceat(digits * POWERS[before + DECIMALS - (before > 0)], starts)
    return np.where(characters[starts] == ord("-"), -units, units)


def unit(text: str) -> int:
    """One amount in 10^-10, with an exponent or without."""
    try:
        value = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
        if value.is_finite() and value.adjusted() < 15 and value == value.quantize(TEN_PLACES):
            return int(value.scaleb(DECIMALS))
    except InvalidOperation:
        pass
    raise refused(f"{text[:40]!r} is not an amount with at most ten decimals")
