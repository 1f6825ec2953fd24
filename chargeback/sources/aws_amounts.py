"""Amounts as AWS writes them -> whole numbers of 10^-10, exactly or not at all."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import numpy as np

from .batch import DECIMALS, Amounts
from .refusals import refused

# Nearly every amount is plain, and many are checked at once; exponents come from line items.
PLAIN = re.compile(r"(?:-?[0-9]{1,15}(?:\.[0-9]{1,10})?\n)*", re.ASCII)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?", re.ASCII)
TEN_PLACES = Decimal("1e-10")


def amounts(texts: Sequence[str]) -> Amounts:
    """The amounts in 10^-10: int64, or Python integers where one is too large for it.

    Raises SourceError for what is no number, or would not fit ten decimals and fifteen digits before them.
    """
    lines = "\n".join([*texts, ""])
    are_plain = lines.count("\n") == len(texts) and PLAIN.fullmatch(lines)
    units = plain_units(texts) if are_plain else list(map(unit, texts))
    try:
        return np.array(units, np.int64)
    except OverflowError:
        return np.array(units, object)


def plain_units(texts: Sequence[str]) -> list[int]:
    parts = [text.partition(".") for text in texts]
    return [int(whole + fraction.ljust(DECIMALS, "0")) for whole, _, fraction in parts]


def unit(text: str) -> int:
    """One amount in 10^-10, with an exponent or without."""
    try:
        value = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
        if value.is_finite() and value.adjusted() < 15 and value == value.quantize(TEN_PLACES):
            return int(value.scaleb(DECIMALS))
    except InvalidOperation:
        pass
    raise refused(f"{text[:40]!r} is not an amount with at most ten decimals")
