"""An uploaded file -> rows of texts. The only reader of uploads: hostile files get a sentence, like damaged ones."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import workbook
from .workbook import COLUMNS, LETTERS, ROWS, SECONDS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, RefusedError

LARGEST = 5 * 1024 * 1024
TOO_LARGE = f"it is larger than {LARGEST // 1024**2} MB; split it."
TOO_HARD = "it needs more memory or time than a table of this size should; copy the table into a new workbook."
OLD_WORKBOOK = "it is an old or a protected workbook; save it as .xlsx without a password."
NOT_UTF_8 = "it is not UTF-8 text; save it as 'CSV UTF-8', or as .xlsx."
SEPARATORS = ",;\t"

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The texts of a file. `decimal_comma`: it comes from a place that writes 1,5 and separates cells by semicolons."""

    rows: Rows
    decimal_comma: bool = False


def table_of(data: bytes) -> Table:
    """A CSV file or the first sheet of a workbook. Raises RefusedError with one sentence."""
    if len(data) > LARGEST:
        raise RefusedError(TOO_LARGE)
    if data.startswith(b"PK"):
        return Table(workbook_rows(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError(OLD_WORKBOOK)
    return csv_table(data)


def workbook_rows(data: bytes) -> Rows:
    try:
        reader = subprocess.run(  # noqa: S603 our own file, by our own interpreter; the upload is only its input
            [sys.executable, "-I", str(Path(workbook.__file__))],
            input=data,
            capture_output=True,
            timeout=SECONDS + 5,
            env={"OPENBLAS_NUM_THREADS": "1"},  # openpyxl loads numpy, whose threads would take all the memory
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise RefusedError(TOO_HARD) from None
    answer = json.loads(reader.stdout)
    if "refused" in answer:
        raise RefusedError(answer["refused"])
    rows: Rows = answer["rows"]
    return rows


def csv_table(data: bytes) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(NOT_UTF_8) from None
    mark = separator(text)
    return Table(list(csv_rows(text, mark)), decimal_comma=mark == ";")


def separator(text: str) -> str:
    """What separates the cells: the first line has most of it. European Excel writes semicolons."""
    header = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def csv_rows(text: str, mark: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for number, row in enumerate(rows, start=1):
            refuse_size(number, row)
            yield row
    except csv.Error as error:
        raise RefusedError(f"row {rows.line_num} is not CSV ({error}); save the file anew.") from None


def refuse_size(number: int, row: list[str]) -> None:
    if number > ROWS + 1:  # the header is one more
        raise RefusedError(TOO_MANY_ROWS)
    if len(row) > COLUMNS:
        raise RefusedError(TOO_MANY_COLUMNS)
    if any(len(cell) > LETTERS for cell in row):
        raise RefusedError(f"row {number} has a cell of more than {LETTERS:,} characters; shorten it.")
