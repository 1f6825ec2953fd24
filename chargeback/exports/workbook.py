"""A statement or an overview -> the bytes of an Excel workbook.

figures  ->  statement_sheets, overview_sheets   tables of values, the same numbers as on the page
tables   ->  sheets.add                          worksheets
values   ->  cells.content_of                    the one cell writer
"""

import datetime as dt
import io
from collections.abc import Iterable
from typing import IO

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties

from chargeback.billing.figures import Overview, Stamp, Statement

from .cells import clean
from .fixed import fixed
from .overview_sheets import overview_sheets
from .sheets import Sheet, add
from .stamps import short_stamp
from .statement_sheets import statement_sheets


def statement_workbook(statement: Statement) -> bytes:
    """The team's statement as xlsx, the same bytes each time. Its totals are the statement's; no text in it can run."""
    made = workbook_bytes(statement_sheets(statement), f"Chargeback {statement.team.slug}", statement.stamp)
    return fixed(made, statement.issue.issued_at if statement.issue else statement.stamp.calculated_at)


def overview_workbook(overview: Overview) -> bytes:
    """The company's month as xlsx: every team, unallocated, trend, proof."""
    return workbook_bytes(overview_sheets(overview), "Chargeback of all teams", overview.stamp)


def workbook_bytes(sheets: Iterable[Sheet], subject: str, stamp: Stamp) -> bytes:
    """The sheets as xlsx, each page of it stamped with `subject`, period and run."""
    file = io.BytesIO()
    write_workbook(file, sheets, subject, stamp)
    return file.getvalue()


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet], subject: str, stamp: Stamp) -> None:
    """Writes the sheets into the file as xlsx; no more than a row of them is in memory at once."""
    write_sheets(file, sheets, subject, short_stamp(stamp), stamp.calculated_at, f"{subject} {stamp.month:%Y-%m}")


def made_workbook(sheets: Iterable[Sheet], subject: str, words: str, created: dt.datetime | None) -> bytes:
    """The sheets as xlsx, each page stamped with `subject` and `words`; `created` is when the numbers were made."""
    file = io.BytesIO()
    write_sheets(file, sheets, subject, words, created, subject)
    return file.getvalue()


def write_sheets(
    file: IO[bytes], sheets: Iterable[Sheet], subject: str, words: str, created: dt.datetime | None, title: str
) -> None:
    workbook = Workbook(write_only=True)
    workbook.properties = _properties(title, words, created)
    footer = _footer(f"{subject} {words}")
    for sheet in sheets:
        add(workbook, sheet, footer)
    workbook.save(file)


def _properties(title: str, words: str, created: dt.datetime | None) -> DocumentProperties:
    """What the file says about itself. It names no person: who downloaded it is in the portal's log."""
    return DocumentProperties(
        creator="Chargeback portal",
        title=clean(title),
        description=clean(words),
        created=created and created.replace(tzinfo=None),
    )


def _footer(text: str) -> str:
    """Text for a page's foot, where & begins a code and 255 characters are all there is."""
    return clean(text)[:120].replace("&", "&&")
