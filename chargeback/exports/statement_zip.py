"""All statements of a period in one zip: a workbook and a CSV table for each team. Teams are written one at a time."""

import zipfile
from collections.abc import Iterable
from typing import IO

from chargeback.billing.figures import Statement

from .csv_files import statement_csv
from .names import file_name
from .workbook import statement_workbook

MAKERS = {"xlsx": statement_workbook, "csv": statement_csv}


def write_zip(file: IO[bytes], statements: Iterable[Statement]) -> int:
    """Writes the zip and returns how many statements are in it. The statement of nobody is called unallocated."""
    count = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for count, statement in enumerate(statements, 1):  # noqa: B007 counted on purpose
            stamp, who = statement.stamp, statement.team.slug or "unallocated"
            for kind, make in MAKERS.items():
                book.writestr(file_name("chargeback", who, stamp.month, stamp.currency, kind), make(statement))
    return count
