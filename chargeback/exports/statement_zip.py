"""All statements of a period in one zip, with a list of what is in it. Statements are written one at a time.

Names begin with the statement's number, so no two are alike, and none is one that Windows keeps for itself.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from chargeback.billing.figures import Statement

from .cells import Value
from .csv_files import csv_bytes, statement_csv
from .names import file_name
from .workbook import statement_workbook

Forms = Mapping[str, Callable[[Statement], bytes]]
TABLES: Forms = {"xlsx": statement_workbook, "csv": statement_csv}
MANIFEST = "manifest.csv"
COLUMNS = (
    "file",
    "sha256",
    "statement",
    "version",
    "team",
    "team_name",
    "month",
    "currency",
    "run",
    "to_pay",
    "checksum",
    "audit_head",
)


class StatementsMovedError(Exception):
    """The month was calculated anew, closed or opened while its statements were written; writing them again helps."""


def write_zip(file: IO[bytes], statements: Iterable[Statement], forms: Forms = TABLES) -> int:
    """Writes each statement in each form, and the manifest. Returns how many statements. Raises StatementsMovedError.

    The statement of nobody is called unallocated.
    """
    rows: list[tuple[Value, ...]] = []
    count, first = 0, None
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for count, statement in enumerate(statements, 1):
            first = first or one_version(statement)
            if one_version(statement) != first:
                raise StatementsMovedError("The month changed while its statements were written.")
            for kind, make in forms.items():
                name, content = name_in_zip(statement, count, kind), make(statement)
                book.writestr(member(name, statement), content)
                rows.append(manifest_row(statement, name, content))
        book.writestr(MANIFEST, csv_bytes(COLUMNS, rows))
    return count


def one_version(statement: Statement) -> tuple[int, str, int]:
    """What all statements of one zip have in common."""
    return statement.stamp.run_id, statement.stamp.state, statement.issue.version if statement.issue else 0


def name_in_zip(statement: Statement, place: int, kind: str) -> str:
    """For example 2026-00042_platform_2026-10_USD.xlsx; drafts have their place instead of a number."""
    stamp, who = statement.stamp, statement.team.slug or "unallocated"
    number = statement.issue.number if statement.issue else f"draft-{place:04}"
    return file_name(number, who, stamp.month, stamp.currency, kind)


def member(name: str, statement: Statement) -> zipfile.ZipInfo:
    """The file as of the moment from which its figures are."""
    moment = statement.issue.issued_at if statement.issue else statement.stamp.calculated_at
    made = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def manifest_row(statement: Statement, name: str, content: bytes) -> tuple[Value, ...]:
    """The values of COLUMNS."""
    stamp, team, issue = statement.stamp, statement.team, statement.issue
    which = (issue.number, issue.version) if issue else (None, None)
    proof = (issue.checksum, issue.audit_head) if issue else (None, None)
    digest = hashlib.sha256(content).hexdigest()
    what = (f"{stamp.month:%Y-%m}", stamp.currency, stamp.run_id, statement.to_pay)
    return name, digest, *which, team.slug, team.name, *what, *proof
