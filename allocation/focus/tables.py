"""A file -> its header and rows of text. CSV, gzipped CSV, and Parquet when pyarrow is installed."""

import csv
import datetime as dt
import gzip
import importlib
import json
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from .refusals import FocusError, in_row

Rows = Generator[list[str], None, None]

BATCH = 10_000
NO_PYARROW = "reading Parquet needs pyarrow; install it (pip install pyarrow), or convert the file to CSV."


@dataclass(frozen=True, slots=True)
class Table:
    """A header, and rows of as many texts with their numbers. Rows count as in a spreadsheet: the header is row 1."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """The file's table. Raises FocusError with one sentence, also while rows are read."""
    with closing(guarded(path, parquet_rows(path) if path.suffix.lower() == ".parquet" else csv_rows(path))) as rows:
        header = next(rows, None)
        if not header:
            raise FocusError(f"{path} is empty; its first row must name the columns.")
        yield Table(header, numbered(header, rows))


def guarded(path: Path, rows: Iterator[list[str]]) -> Rows:
    """The rows; whatever is wrong with the file becomes one sentence."""
    try:
        yield from rows
    except UnicodeDecodeError:
        raise FocusError(f"{path} is not UTF-8 text; save it as CSV in UTF-8.") from None
    except csv.Error as error:
        raise FocusError(f"{path} is not CSV: {error}.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise FocusError(f"{path} is damaged or not gzip; fetch it again.") from None
    except OSError as error:
        raise FocusError(f"Cannot read {path}: {error.strerror or error}.") from None


def numbered(header: list[str], rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, without empty ones. Raises FocusError for a row that is too short or too long."""
    for number, row in enumerate(rows, start=2):
        if len(row) == len(header):
            yield number, row
        elif row:
            raise in_row(number, f"it has {len(row)} fields, the header names {len(header)}; quote texts with commas.")


def csv_rows(path: Path) -> Rows:
    open_text = gzip.open if path.suffix.lower() == ".gz" else open
    with open_text(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file, strict=True)


def parquet_rows(path: Path) -> Rows:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise FocusError(f"{path}: {NO_PYARROW}") from None
    with path.open("rb") as file:
        try:
            source = parquet.ParquetFile(file)
        except ValueError as error:  # pyarrow's own exceptions are ValueErrors
            raise FocusError(f"{path} is not Parquet: {error}.") from None
        yield list(source.schema_arrow.names)
        try:
            for batch in source.iter_batches(batch_size=BATCH):
                yield from map(list, zip(*map(texts, batch.columns), strict=True))
        except UnicodeDecodeError:
            raise
        except (ValueError, NotImplementedError) as error:
            raise FocusError(f"{path} is damaged or holds what pyarrow cannot read: {error}.") from None


def texts(column: Any) -> Iterator[str]:
    """A column as a CSV file would hold it."""
    try:
        return map(text, column.to_pylist())
    except (ValueError, OverflowError):  # moments that Python cannot hold: with nanoseconds, or of the year 20000
        return map(text, column.cast("string").to_pylist())


def text(value: Any) -> str:
    """A typed value as a CSV file would hold it. A float is written so that it reads back as the same float."""
    match value:
        case None:
            return ""
        case str() | bytes():  # bytes are texts that older engines do not mark as such
            return value if isinstance(value, str) else value.decode()
        case Decimal():
            return format(value, "f")
        case dt.date():  # a moment is a date too
            return value.isoformat()
        case list() | dict():
            return json.dumps(dict(value) if pairs(value) else value, ensure_ascii=False, default=text)
    return str(value)


def pairs(value: object) -> bool:
    """True for the list of pairs as which pyarrow gives a map."""
    return isinstance(value, list) and all(isinstance(one, tuple) for one in value)
