"""Whole columns -> PostgreSQL's binary COPY. The one place that knows its bytes; row by row it would take ten times."""

import datetime as dt
import struct
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.cells import Amounts
from allocation.engine.money import UNIT

# https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
HEADER, TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
EPOCH = dt.date(2000, 1, 1)
BLOCK = 1 << 12  # rows; so many that their bytes stay in the cache

# A NUMERIC is a count of digits to the base 10,000, the weight of the first, a sign, how many decimals are shown, and
# the digits; three digits hold the ten decimals of an amount. An array is its number of dimensions, whether it holds
# NULLs, the type of its elements, its length and first index, and the elements.
BASE, BASE_PLACES, FRACTION = 10_000, 4, 3
NEGATIVE = 0x4000
NUMERIC_OID = 1700
SIZE, KEY, ARRAY_HEAD = 4, 8, 24  # bytes

Codes = NDArray[np.integer[Any]]
Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cells:
    """Some rows of a column as COPY reads them, each padded to one width; `used` tells its bytes from the padding."""

    values: NDArray[np.uint8]
    used: NDArray[np.bool_]

    def take(self, rows: Codes | slice) -> "Cells":
        if isinstance(rows, slice):
            return Cells(self.values[rows], self.used[rows])
        return Cells(self.values.take(rows, axis=0), self.used.take(rows, axis=0))


Column = Callable[[slice], Cells]  # from rows to their cells


def copy(table: str, rows: int, columns: Mapping[str, Column]) -> None:
    """So many rows are in the table when this returns. Columns that are not named get their defaults.

    Raises Django's errors of databases, as any query does.
    """
    command = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(command) as wire:
        wire.write(HEADER)
        for start in range(0, rows, BLOCK):
            wire.write(block(list(columns.values()), slice(start, min(start + BLOCK, rows))))
        wire.write(TRAILER)


def block(columns: Sequence[Column], some: slice) -> bytes:
    """Some rows, each a count of columns and their cells."""
    count = padded([struct.pack(">h", len(columns))]).take(np.zeros(some.stop - some.start, np.int8))
    cells = [count, *(column(some) for column in columns)]
    values = np.concatenate([one.values for one in cells], axis=1)
    used: NDArray[np.bool_] = np.concatenate([one.used for one in cells], axis=1)
    return bytes(values[used])


def texts(values: Sequence[str], codes: Codes | None = None) -> Column:
    """A text for each row; with codes, the distinct texts and for each row the index of its own."""
    return coded(lambda value: sized(value.encode()), values, codes)


def keys(values: Sequence[int | None], codes: Codes | None = None) -> Column:
    """BIGINTs; values and codes as in `texts`."""
    found = np.zeros(len(values), [("size", ">i4"), ("value", ">i8")])
    found["size"] = [-1 if value is None else KEY for value in values]
    found["value"] = [value or 0 for value in values]
    cells = whole(found)
    cells.used[found["size"] < 0, SIZE:] = False
    return cells.take if codes is None else lambda some: cells.take(codes[some])


def dates(values: Sequence[dt.date], codes: Codes | None = None) -> Column:
    """DATEs; values and codes as in `texts`."""
    return coded(lambda value: sized(struct.pack(">i", (value - EPOCH).days)), values, codes)


def numbers() -> Column:
    """INTEGERs: the places of the rows, from 0."""

    def cells(some: slice) -> Cells:
        found = np.zeros(some.stop - some.start, [("size", ">i4"), ("value", ">i4")])
        found["size"], found["value"] = SIZE, range(some.start, some.stop)
        return whole(found)

    return cells


def amounts(units: Amounts, decimals: int = 10) -> Column:
    """Amounts in 10^-10 as NUMERICs of which the first `decimals` decimals count."""
    return lambda some: whole(numerics(units[some], decimals))


def arrays(units: Amounts, is_present: NDArray[np.bool_]) -> Column:
    """Rows of amounts in 10^-10 as NUMERIC[], with NULL where there is none."""

    def cells(some: slice) -> Cells:
        elements = numerics(units[some])
        elements["size"][~is_present[some]] = -1
        rows, length = elements.shape
        found = np.zeros(rows, [("head", ">i4", (ARRAY_HEAD // SIZE,)), ("elements", elements.dtype, (length,))])
        found["elements"] = elements
        used = np.ones((rows, found.itemsize), bool)
        used[:, ARRAY_HEAD:].reshape(rows, length, -1)[:, :, SIZE:] = is_present[some, :, None]
        found["head"] = (0, 1, 1, NUMERIC_OID, length, 1)
        found["head"][:, 0] = used.sum(axis=1) - SIZE
        return Cells(whole(found).values, used)

    return cells


def numerics(units: Amounts, decimals: int = 10) -> NDArray[np.void]:
    """Each amount as its size and the parts of a NUMERIC, all with as many digits as the largest needs."""
    digits = decimal_digits(units)
    count = digits.shape[-1]
    found = np.zeros(units.shape, [("size", ">i4"), ("head", ">i2", (4,)), ("digits", ">i2", (count,))])
    found["size"] = 2 * (4 + count)
    found["head"] = (count, count - FRACTION - 1, 0, decimals)
    found["head"][units < 0, 2] = NEGATIVE
    found["digits"] = digits
    return found


def decimal_digits(units: Amounts) -> NDArray[np.int16]:
    """The digits to the base 10,000 of amounts in 10^-10, without their signs."""
    size = np.abs(units)
    whole, part = size // UNIT, size % UNIT * (BASE**FRACTION // UNIT)
    before = -(-len(str(whole.max(initial=0))) // BASE_PLACES)
    digits = np.empty((*units.shape, before + FRACTION), np.int16)
    for rest, places in ((whole, range(before)), (part, range(before, before + FRACTION))):
        left = rest
        for place in reversed(places):
            digits[..., place] = left % BASE
            left = left // BASE
    return digits


def coded(encode: Callable[[Value], bytes], values: Sequence[Value], codes: Codes | None) -> Column:
    """Each distinct value is encoded once."""
    if codes is None:
        values, codes = numbered(values)
    cells, places = padded([encode(value) for value in values]), codes
    return lambda some: cells.take(places[some])


def numbered(values: Sequence[Value]) -> tuple[list[Value], Codes]:
    """Each distinct value once, and for each value the index of its like."""
    index: dict[Value, int] = {}
    codes = np.array([index.setdefault(value, len(index)) for value in values], np.int64)
    return list(index), codes


def padded(values: Sequence[bytes]) -> Cells:
    width = max(map(len, values), default=0)
    joined = np.frombuffer(b"".join(value.ljust(width, b"\0") for value in values), np.uint8)
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    return Cells(joined.reshape(len(values), width), np.arange(width) < lengths[:, None])


def whole(rows: NDArray[np.void]) -> Cells:
    """Rows of which every byte counts."""
    values = np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), rows.dtype.itemsize)
    return Cells(values, np.ones(values.shape, bool))


def sized(value: bytes) -> bytes:
    """A value after its length, as each field of a row is sent."""
    return struct.pack(">i", len(value)) + value
