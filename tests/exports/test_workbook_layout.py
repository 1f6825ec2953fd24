"""What a person sees who opens or prints a workbook."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from chargeback.exports.cells import currency_format
from chargeback.exports.workbook import overview_workbook, statement_workbook

from .figures import OVERVIEW, STATEMENT, statement_written_by


@pytest.fixture(scope="module", params=["statement", "overview"])
def workbook(request: pytest.FixtureRequest) -> Workbook:
    made = statement_workbook(STATEMENT) if request.param == "statement" else overview_workbook(OVERVIEW)
    return load_workbook(io.BytesIO(made))


def test_the_title_row_stays_in_sight_and_on_every_printed_page(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        assert sheet.freeze_panes == "A2", sheet.title
        assert sheet.print_title_rows == "$1:$1", sheet.title


def test_filters_cover_the_rows_but_not_the_total(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        last_row = int(sheet.auto_filter.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOP"))
        has_total = str(sheet.cell(sheet.max_row, 1).value).startswith(("Total", "Bill: "))
        assert last_row == sheet.max_row - (1 if has_total else 0), sheet.title


def test_pages_are_a4_and_as_wide_as_the_table(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.page_setup.fitToWidth == 1, sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title


def test_every_printed_page_says_which_numbers_it_shows(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        assert "2026-10 open, estimated, run 12" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "&P / &N"


def test_every_column_has_a_width(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert min(widths) >= 12, sheet.title


def test_totals_carry_the_currency() -> None:
    summary = load_workbook(io.BytesIO(statement_workbook(STATEMENT)))["Summary"]
    formats = {row[0].value: row[1].number_format for row in summary.iter_rows()}
    assert formats["Total"] == "[$USD] #,##0.00"
    assert formats["Run"] == "0"


def test_a_currency_that_is_no_code_stays_out_of_the_number_format() -> None:
    assert currency_format('U"]') == "#,##0.00"


def test_a_row_with_a_long_text_is_high_enough_to_show_it() -> None:
    long, short = (
        load_workbook(io.BytesIO(statement_workbook(statement_written_by(text))))["Lines"].row_dimensions[2].height
        for text in ("a service with a name of more than fifty letters indeed", "S3")
    )
    assert long >= 30
    assert short is None
