"""An uploaded workbook -> rows of texts as JSON, in a process of its own with little memory and time.

A workbook is a zip of XML: some kilobytes can ask for gigabytes. Whatever still passes the limits below dies here, not
in the web server. This file imports nothing of the portal, so that it can be run by its path in isolated mode.
"""

import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import load_workbook

ROWS, COLUMNS, LETTERS = 50_000, 50, 1_000
MEMBERS, UNPACKED, RATIO = 100, 50 * 1024 * 1024, 100
MEMORY, SECONDS = 512 * 1024 * 1024, 20
DAMAGED = "the workbook is damaged, or it is none; open it in your spreadsheet program and save it anew as .xlsx."
TOO_MANY_ROWS = f"it has more than {ROWS:,} rows; split it, and delete empty rows below the table."
TOO_MANY_COLUMNS = f"it has more than {COLUMNS} columns; remove those that are not asked for."
DTD = "the workbook contains a document type, which no spreadsheet program writes; save it anew as .xlsx."


class RefusedError(Exception):
    """The file is not read; the message completes the sentence "FILE was refused: ..."."""


def rows_of(data: bytes) -> list[list[str]]:
    """The first sheet as texts, row by row. Raises RefusedError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        refuse_bombs(archive)
        refuse_document_types(archive)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        raise RefusedError("the workbook has no sheet with cells.")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size may be wrong; rows would be missing without a word
    return list(texts(sheet.iter_rows(max_col=COLUMNS + 1, values_only=True)))


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise RefusedError(f"the workbook has more than {MEMBERS} parts; copy the table into a new one.")
    if sum(member.file_size for member in members) > UNPACKED:
        raise RefusedError(f"the workbook is larger than {UNPACKED // 1024**2} MB when unpacked; split it.")
    if any(member.file_size > RATIO * max(member.compress_size, 1) for member in members):
        raise RefusedError("the workbook is packed far more tightly than any table; copy the table into a new one.")


def refuse_document_types(archive: zipfile.ZipFile) -> None:
    """A document type can define entities: files to read, texts that multiply."""
    marks = ["<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")]
    for member in archive.infolist():
        content = archive.read(member)
        if any(mark in content for mark in marks):
            raise RefusedError(DTD)


def texts(rows: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        if number > ROWS + 1:  # the header is one more
            raise RefusedError(TOO_MANY_ROWS)
        cells = [text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > COLUMNS:
            raise RefusedError(TOO_MANY_COLUMNS)
        if any(len(cell) > LETTERS for cell in cells):
            raise RefusedError(f"row {number} has a cell of more than {LETTERS:,} characters; shorten it.")
        yield cells


def text(value: object) -> str:
    """The cell as a person would type it: days as 2026-10-01, numbers with a point."""
    match value:
        case None:
            return ""
        case float():
            # Excel keeps 15 digits; the rest is noise of binary numbers. Ten decimals are what a reading holds.
            return f"{Decimal(f'{value:.15g}'):.10f}".rstrip("0").rstrip(".")
        case dt.datetime() | dt.date():
            return f"{value:%Y-%m-%d}"
    return str(value)


def limit() -> None:
    """From here on the process has little memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    limit()
    try:
        answer: dict[str, object] = {"rows": rows_of(sys.stdin.buffer.read())}
    except RefusedError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        raise
    except Exception:  # openpyxl answers a broken file with whatever breaks first, of a dozen types
        answer = {"refused": DAMAGED}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
