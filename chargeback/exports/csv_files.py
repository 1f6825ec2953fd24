"""A statement, an overview or unallocated cost -> one flat CSV table for other programs.

No totals rows: adding a column up is safe.

UTF-8 with a byte order mark: without it Excel reads the file in the computer's old character set and spoils every
name that is not English. LibreOffice and pandas know the mark; in Python open the file with encoding="utf-8-sig".
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

from chargeback.billing.figures import Amounts, Overview, Row, Stamp, Statement
from chargeback.billing.unallocated import UnallocatedRow

from .cells import FORMULA_START, Value, clean, looks_like_formula

# A program set to another separator splits a cell here, and the sign would begin a new one.
AFTER_SEPARATOR = re.compile(rf"([,;|\"\t\n])(?=\s*[{re.escape(''.join(FORMULA_START))}])")

LINE_COLUMNS = ("project", "service", "pool", "amount_exact", "amount")
ISSUE_COLUMNS = ("charge_month", "why", "statement", "version", "checksum", "audit_head")
TEAM_COLUMNS = ("team", "team_name", "owner", "direct", "shared", "total", "previous_total")
PARTY_COLUMNS = ("team", "team_name", "owner", "cost_centre", "gl_account")
UNALLOCATED_COLUMNS = (
    "reason",
    "tag_key",
    "tag_value",
    "account",
    "account_name",
    "service",
    "project",
    "pool",
    "first_seen",
    "amount_exact",
    "amount",
)
STAMP_COLUMNS = ("month", "currency", "basis", "state", "estimated", "run")


def statement_csv(statement: Statement) -> bytes:
    """One row per statement line and adjustment; `amount` adds up to what is to be paid, in cents.

    The rows without `why` are the month's own charges.
    """
    team, month = statement.team, f"{statement.stamp.month:%Y-%m}"
    before = (*stamp_values(statement.stamp), team.slug, team.name, team.owner, team.cost_centre, team.gl_account)
    made = statement.issue
    issue = (made.number, made.version, made.checksum, made.audit_head) if made else (None, None, None, None)
    lines = ((one.project, one.service, one.pool, one.amount, one.cents, month, "") for one in statement.lines)
    others = (
        (one.project, one.service, one.pool, one.cents, one.cents, f"{one.month:%Y-%m}", one.what)
        for one in statement.corrections
    )
    columns = STAMP_COLUMNS + PARTY_COLUMNS + LINE_COLUMNS + ISSUE_COLUMNS
    return csv_bytes(columns, ((*before, *line, *issue) for line in (*lines, *others)))


def overview_csv(overview: Overview) -> bytes:
    """One row per team and one, without a team, for unallocated; `total` adds up to the bill in cents."""
    stamp = stamp_values(overview.stamp)
    nobody = Row("", "Unallocated", overview.unallocated, None)
    rows = ((row.slug, row.name, row.owner, *_amount_values(row.amounts)) for row in (*overview.teams, nobody))
    return csv_bytes(STAMP_COLUMNS + TEAM_COLUMNS, ((*stamp, *row) for row in rows))


def unallocated_csv(stamp: Stamp, rows: Iterable[UnallocatedRow]) -> bytes:
    """One row for each group of cost that is with nobody; all of them add up to unallocated, exact and in cents."""
    said = (
        (
            row.reason,
            row.tag_key,
            row.tag_value,
            row.account,
            row.account_name,
            row.service,
            row.project,
            row.pool,
            row.first_day,
            row.amount,
            row.cents,
        )
        for row in rows
    )
    return csv_bytes(STAMP_COLUMNS + UNALLOCATED_COLUMNS, ((*stamp_values(stamp), *row) for row in said))


def stamp_values(stamp: Stamp) -> tuple[Value, ...]:
    """The values of STAMP_COLUMNS."""
    return stamp.month, stamp.currency, stamp.basis, stamp.state, "yes" if stamp.is_estimated else "no", stamp.run_id


def _amount_values(amounts: Amounts) -> tuple[Value, ...]:
    return amounts.direct, amounts.shared, amounts.total, amounts.previous


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Value]], delimiter: str = ",") -> bytes:
    """The table as a file; every text in it is harmless."""
    file = io.BytesIO()
    write_csv(file, columns, rows, delimiter)
    return file.getvalue()


def write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Value]], delimiter: str = ",") -> None:
    """Writes the table into the file, row by row; every text in it is harmless."""
    writer = csv.writer(codecs.getwriter("utf-8-sig")(file), quoting=csv.QUOTE_ALL, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([_written(value) for value in row] for row in rows)


def _written(value: Value) -> str:
    """A value as CSV holds it: dates in ISO, amounts without exponent or thousands marks, text that cannot run."""
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def harmless(text: str) -> str:
    """`text` with an apostrophe wherever a spreadsheet would begin to read a formula; otherwise unchanged."""
    text = AFTER_SEPARATOR.sub(r"\1'", clean(text))
    return f"'{text}" if looks_like_formula(text) else text
