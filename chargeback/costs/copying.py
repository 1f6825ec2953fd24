"""Columns of numbers -> rows of PostgreSQL, by binary COPY: nothing is made into text or a Python object on the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

# https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
EPOCH = np.datetime64("2000-01-01")

# numeric: number of digits, weight of the first, sign, decimals shown; then digits to the base of 10,000. Of these,
# three lie before the point, as many as 64 bits of 10^-10 can fill.
NUMERIC = np.dtype([("count", ">i2"), ("weight", ">i2"), ("sign", ">u2"), ("shown", ">i2"), ("digits", ">i2", 6)])
NEGATIVE = 0x4000
TYPES: dict[str, np.dtype[Any]] = {"bigint": np.dtype(">i8"), "date": np.dtype(">i4"), "numeric": NUMERIC}


def copy_columns(table: str, columns: Mapping[str, str], parts: Iterable[Sequence[NDArray[Any]]]) -> None:
    """The rows are in the table. `columns` are names with types; each part of the rows has the values of every column.

    Types are PostgreSQL's: `bigint` for integers, `date` for datetime64, `numeric` for int64 in 10^-10.
    """
    target = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        copy.write(HEADER)
        for rows in encoded(list(columns.values()), parts):
            copy.write(rows)
        copy.write(TRAILER)


def encoded(kinds: Sequence[str], parts: Iterable[Sequence[NDArray[Any]]]) -> Iterator[bytes]:
    """The rows as PostgreSQL reads them: each with its number of fields, each field with its length."""
    fields = [(f"field {number}", [("length", ">i4"), ("value", TYPES[kind])]) for number, kind in enumerate(kinds)]
    row = np.dtype([("fields", ">i2"), *fields])
    for part in parts:
        rows = np.zeros(len(part[0]), row)
        rows["fields"] = len(kinds)
        for number, (kind, values) in enumerate(zip(kinds, part, strict=True)):
            field = rows[f"field {number}"]
            field["length"] = TYPES[kind].itemsize
            fill(field["value"], kind, values)
        yield rows.tobytes()


def fill(target: NDArray[Any], kind: str, values: NDArray[Any]) -> None:
    if kind == "date":
        target[:] = (values.astype("datetime64[D]") - EPOCH).astype(np.int64)
    elif kind == "numeric":
        fill_numeric(target, values)
    else:
        target[:] = values


def fill_numeric(target: NDArray[Any], units: NDArray[np.int64]) -> None:
    """Ten decimals are two and a half digits to the base of 10,000. PostgreSQL drops zeros before and behind."""
    size = np.abs(units).view(np.uint64)  # the smallest int64 has no positive one, but this is it
    whole, part = np.divmod(size, 10**10)
    target["count"], target["weight"], target["shown"] = 6, 2, 10
    target["sign"] = np.where(units < 0, NEGATIVE, 0)
    digits = (
        whole // 10**8,
        whole // 10**4 % 10**4,
        whole % 10**4,
        part // 10**6,
        part // 100 % 10**4,
        part % 100 * 100,
    )
    for place, digit in enumerate(digits):
        target["digits"][:, place] = digit
