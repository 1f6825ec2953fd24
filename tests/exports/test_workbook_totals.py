"""The workbook's numbers are the statement's numbers."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chargeback.billing.figures import Statement
from chargeback.exports.workbook import overview_workbook, statement_workbook

from .figures import OVERVIEW, STATEMENT
from .spreadsheet import raw_sheets


def opened(workbook: bytes) -> dict[str, Worksheet]:
    """As a program sees it that computes no formula."""
    book = load_workbook(io.BytesIO(workbook), data_only=True)
    return {sheet.title: sheet for sheet in book.worksheets}


@pytest.fixture(scope="module")
def statement() -> dict[str, Worksheet]:
    return opened(statement_workbook(STATEMENT))


@pytest.fixture(scope="module")
def overview() -> dict[str, Worksheet]:
    return opened(overview_workbook(OVERVIEW))


def labels(sheet: Worksheet) -> dict[object, object]:
    """First column -> second column."""
    return {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}


def cents(value: object) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def test_the_statement_has_its_sheets_in_order(statement: dict[str, Worksheet]) -> None:
    assert list(statement) == [
        "Summary",
        "By project",
        "By service",
        "Lines",
        "By day",
        "Shared costs",
        "Reconciliation",
    ]


def test_the_overview_has_its_sheets_in_order(overview: dict[str, Worksheet]) -> None:
    assert list(overview) == ["Summary", "Teams", "Trend", "Reconciliation", "Checks"]


def test_the_summary_says_whose_and_which_numbers_these_are(statement: dict[str, Worksheet]) -> None:
    summary = labels(statement["Summary"])
    assert summary["Statement for"] == "Payments & Billing"
    assert summary["Owner"] == "Alice Åberg"
    assert summary["Cost centre"] == "4711"
    assert summary["Period"] == "2026-10"
    assert summary["Run"] == 12
    assert summary["Checksum of the run"] == "c" * 64
    assert summary["Fingerprint of the rulebook"] == "f" * 64
    assert summary["Data until (UTC)"] == dt.datetime(2026, 11, 3, 4, 5)  # noqa: DTZ001 Excel knows no zones
    assert str(summary["Estimated"]).startswith("yes")


def test_the_summary_shows_totals_to_a_reader_that_computes_nothing(statement: dict[str, Worksheet]) -> None:
    summary = labels(statement["Summary"])
    assert cents(summary["Total"]) == STATEMENT.amounts.total
    assert cents(summary["Direct"]) == STATEMENT.amounts.direct
    assert cents(summary["Shared"]) == STATEMENT.amounts.shared
    assert cents(summary["Change"]) == STATEMENT.amounts.change


@pytest.mark.parametrize(("sheet", "column"), [("By project", 3), ("By service", 3), ("Lines", 4), ("By day", 3)])
def test_rows_add_up_to_the_statement_and_so_does_the_total_row(
    statement: dict[str, Worksheet], sheet: str, column: int
) -> None:
    _, *rows, total = statement[sheet].iter_rows(values_only=True)
    assert sum(cents(row[column]) for row in rows) == STATEMENT.amounts.total
    assert cents(total[column]) == STATEMENT.amounts.total


def test_shared_costs_add_up_to_the_shared_part(statement: dict[str, Worksheet]) -> None:
    _, *rows, total = statement["Shared costs"].iter_rows(values_only=True)
    assert sum(cents(row[4]) for row in rows) == STATEMENT.amounts.shared == cents(total[4])
    assert rows[0][:2] == ("Support", "in even parts")


def test_exact_amounts_keep_all_ten_decimals_in_the_file() -> None:
    lines = raw_sheets(statement_workbook(STATEMENT))["Lines"]
    assert Decimal(lines["D2"].text) == Decimal("1234567.8901234567")
    assert Decimal(lines["D3"].text) == Decimal("-0.1200000001")


def test_days_are_real_dates(statement: dict[str, Worksheet]) -> None:
    cell = statement["By day"]["A2"]
    assert cell.is_date
    assert cell.value == dt.datetime(2026, 10, 1)  # noqa: DTZ001
    assert cell.number_format == "yyyy-mm-dd"


def test_every_reconciliation_difference_of_a_statement_is_zero(statement: dict[str, Worksheet]) -> None:
    _, *checks = statement["Reconciliation"].iter_rows(values_only=True)
    assert [check[0] for check in checks] == ["Projects", "Services", "Lines", "Days", "Shared costs"]
    assert [check[3] for check in checks] == [0] * 5


def test_the_only_formulas_repeat_sums_of_our_own_numbers() -> None:
    sheets = raw_sheets(statement_workbook(STATEMENT))
    formulas = {title: [cell.formula for cell in cells.values() if cell.formula] for title, cells in sheets.items()}
    assert formulas.pop("Reconciliation") == [
        "ROUND(SUM('By project'!$D$2:$D$2),2)",
        "ROUND(SUM('By service'!$D$2:$D$3),2)",
        "ROUND(SUM('Lines'!$E$2:$E$3),2)",
        "ROUND(SUM('By day'!$D$2:$D$3),2)",
        "ROUND(SUM('Shared costs'!$E$2:$E$2),2)",
    ]
    assert not any(formulas.values())


def test_teams_and_unallocated_add_up_to_the_bill(overview: dict[str, Worksheet]) -> None:
    _, *rows, total = overview["Teams"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["Payments & Billing", "Search", "Unallocated"]
    assert sum(cents(row[5]) for row in rows) == OVERVIEW.bill.total == cents(total[5])


def test_the_trend_has_a_column_per_month_and_keeps_teams_that_are_gone(overview: dict[str, Worksheet]) -> None:
    head, *rows, total = overview["Trend"].iter_rows(values_only=True)
    assert head == ("Team", "2026-09", "2026-10 (open, estimated)")
    assert {row[0]: row[1:] for row in rows}["gone"] == (999980, None)
    assert [cents(value) for value in total[1:]] == [Decimal("1000000.00"), OVERVIEW.bill.total]


def test_the_overview_proves_the_bill_to_the_tenth_decimal(overview: dict[str, Worksheet]) -> None:
    rows = {row[0]: row[2] for row in overview["Reconciliation"].iter_rows(values_only=True)}
    assert rows["The provider's bill"] == "1234667.8901234570"
    assert Decimal(rows["Allocated"]) + Decimal(rows["Unallocated"]) + Decimal(
        rows["The provider's own rounding"]
    ) == Decimal(rows["The provider's bill"])
    assert rows["Difference"] == "0.0000000000"


def test_a_statement_without_a_single_line_still_opens() -> None:
    zero = Decimal("0.00")
    nothing = type(STATEMENT.amounts)(zero, zero, zero, None)
    empty = Statement(STATEMENT.stamp, STATEMENT.team, nothing, (), (), (), (), ())
    sheets = opened(statement_workbook(empty))
    assert labels(sheets["Summary"])["Total"] == 0
    assert [row[3] for row in sheets["Reconciliation"].iter_rows(min_row=2, values_only=True)] == [0] * 5
