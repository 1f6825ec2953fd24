"""Writes a file that was asked for: the same figures and the same files as the pages give at once, of any length.

Everything comes through the one door with the asker's rights of this moment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from chargeback.billing.figures import Stamp, Statement
from chargeback.billing.line_streams import LinesMovedError, LineStream
from chargeback.billing.stamps import NoRunError
from chargeback.exports.asking import Wanted
from chargeback.exports.csv_files import overview_csv, statement_csv, unallocated_csv
from chargeback.exports.line_files import write_lines_csv, write_lines_workbook
from chargeback.exports.making import Made, counted
from chargeback.exports.names import file_name
from chargeback.exports.statement_zip import StatementsMovedError, write_zip
from chargeback.exports.workbook import overview_workbook, statement_workbook
from chargeback.jobs.work import JobRefusedError, Report

from .. import access
from ..lines.asked import columns_asked, lines_asked
from ..statement.papers import paper_form
from ..unallocated.page import shown_rows

if TYPE_CHECKING:
    from ..access.periods import User

NOT_YOURS = "This is not, or no longer, yours to take away. Ask one of the people who look after the portal."
MOVED = "The data changed while the file was written; it is written again."
TOO_LONG = "These are {rows:,} rows; {most}. Narrow the filter."
MOST = {
    "xlsx": (1_048_000, "an Excel sheet holds 1,048,000, take them as CSV"),
    "csv": (5_000_000, "a file holds at most 5,000,000"),
}
STATEMENT = {"xlsx": statement_workbook, "csv": statement_csv}
OVERVIEW = {"xlsx": overview_workbook, "csv": overview_csv}
LINES = {"xlsx": write_lines_workbook, "csv": write_lines_csv}
Writer = Callable[["User", Wanted, IO[bytes], Report], Made]


def write(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    """Raises JobRefusedError with one sentence where there is no such file for the asker."""
    try:
        return WRITERS[wanted.what](asker, wanted, file, report)
    except (Http404, PermissionDenied, NoRunError):
        raise JobRefusedError(NOT_YOURS) from None
    except (LinesMovedError, StatementsMovedError):
        raise JobRefusedError(MOVED, may_pass=True) from None


def lines(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    query = QueryDict(wanted.query)
    stream = access.line_stream_for(asker, wanted.month, wanted.team, lines_asked(query), currency(query))
    return write_lines(asker, wanted, stream, file, report)


def all_lines(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    query = QueryDict(wanted.query)
    asked = lines_asked(query, of_company=True)
    stream = access.all_line_stream_for(asker, wanted.month, asked, currency(query))
    return write_lines(asker, wanted, stream, file, report)


def write_lines(asker: "User", wanted: Wanted, stream: LineStream, file: IO[bytes], report: Report) -> Made:
    found = stream.found
    most, advice = MOST[wanted.kind]
    if found.count > most:
        raise JobRefusedError(TOO_LONG.format(rows=found.count, most=advice))
    columns = columns_asked(QueryDict(wanted.query), of_company=found.team is None)
    LINES[wanted.kind](file, found, counted(stream.items, found.count, report), columns)
    return made(asker, wanted, found.stamp, found.count)


def statement(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    figures = access.exported_statement_for(asker, wanted.month, wanted.team, currency(QueryDict(wanted.query)))
    file.write(STATEMENT[wanted.kind](figures))
    return made(asker, wanted, figures.stamp, len(figures.lines))


def statements(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    """Of every team and of nobody: workbook and paper."""
    found = access.all_statements_for(asker, wanted.month, currency(QueryDict(wanted.query)))
    kind, make = paper_form(asker)
    each = told(found.each, found.count, report)
    return made(asker, wanted, found.stamp, write_zip(file, each, {"xlsx": statement_workbook, kind: make}))


def told(each: Iterable[Statement], count: int, report: Report) -> Iterator[Statement]:
    """The statements, while the job's progress tells how many are written: a paper takes seconds."""
    for number, one in enumerate(each):
        report(number, count, f"{number} of {count} statements")
        yield one


def overview(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    figures = access.overview_for(asker, wanted.month, currency(QueryDict(wanted.query)))
    file.write(OVERVIEW[wanted.kind](figures))
    return made(asker, wanted, figures.stamp, len(figures.teams) + 1)


def unallocated(asker: "User", wanted: Wanted, file: IO[bytes], report: Report) -> Made:
    query = QueryDict(wanted.query)
    found = access.unallocated_for(asker, wanted.month, currency(query))
    rows = shown_rows(found.rows, query)
    file.write(unallocated_csv(found.stamp, rows))
    return made(asker, wanted, found.stamp, len(rows))


def currency(query: QueryDict) -> str:
    return query.get("currency", "")


def made(asker: "User", wanted: Wanted, stamp: Stamp, rows: int) -> Made:
    kind, who = NAMES.get(wanted.what, ("chargeback", wanted.what))
    name = file_name(kind, wanted.team or who, wanted.month, stamp.currency, wanted.kind)
    return Made(name, rows, stamp.run_id, access.sees_company(asker))


NAMES = {
    "lines": ("lines", ""),
    "all-lines": ("lines", "all"),
    "statement": ("chargeback", ""),
    "statements": ("statements", "all"),
}
WRITERS: Mapping[str, Writer] = {
    "lines": lines,
    "all-lines": all_lines,
    "statement": statement,
    "statements": statements,
    "overview": overview,
    "unallocated": unallocated,
}
