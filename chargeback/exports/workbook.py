"""A statement or an overview -> the bytes of an Excel workbook.

figures  ->  statement_sheets, overview_sheets   tables of values, the same numbers as on the page
tables   ->  sheets.add                          worksheets
values   ->  cells.cell                          the one cell writer
"""

import io
from collections.abc import Iterable

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
    workbook = Workbook(write_only=True)
    workbook.properties = _properties(subject, stamp)
    footer = _footer(f"{subject} {short_stamp(stamp)}")
    for sheet in sheets:
        add(workbook, sheet, footer)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _properties(subject: str, stamp: Stamp) -> DocumentProperties:
    """What the file says about itself. It names no person: who downloaded it is in the portal's log."""
    return DocumentProperties(
        creator="Chargeback portal",
        title=clean(f"{subject} {stamp.month:%Y-%m}"),
        description=clean(short_stamp(stamp)),
        created=stamp.calculated_at.replace(tzinfo=None),
    )


def _footer(text: str) -> str:
    """Text for a page's foot, where & begins a code and 255 characters are all there is."""
    return clean(text)[:120].replace("&", "&&")
