"""CSV: what goes in comes out, numbers are numbers, and no cell can run."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.exports.cells import clean
from chargeback.exports.csv_files import harmless, overview_csv, statement_csv

from .figures import OVERVIEW, STATEMENT, statement_written_by
from .test_workbook_text import HOSTILE

RUNS = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")


def table(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_excel_is_told_that_the_file_is_utf_8() -> None:
    assert statement_csv(STATEMENT).startswith(b"\xef\xbb\xbf")


def test_a_statements_lines_come_back_exactly() -> None:
    rows = table(statement_csv(STATEMENT))
    assert [Decimal(row["amount_exact"]) for row in rows] == [line.amount for line in STATEMENT.lines]
    assert [Decimal(row["amount"]) for row in rows] == [line.cents for line in STATEMENT.lines]
    assert [row["project"] for row in rows] == ["Checkout", "Checkout"]


def test_the_amounts_add_up_to_the_statement_because_there_is_no_total_row() -> None:
    assert sum(Decimal(row["amount"]) for row in table(statement_csv(STATEMENT))) == STATEMENT.amounts.total


def test_every_row_says_which_team_month_and_run_it_is_from() -> None:
    for row in table(statement_csv(STATEMENT)):
        assert row["month"] == "2026-10-01"
        assert row["team"] == "payments"
        assert row["owner"] == "Alice Åberg"
        assert row["currency"] == "USD"
        assert row["estimated"] == "yes"
        assert row["run"] == "12"


def test_negative_amounts_stay_numbers() -> None:
    assert [row["amount"] for row in table(statement_csv(STATEMENT))] == ["1234567.89", "-0.12"]


def test_tiny_amounts_have_no_exponent() -> None:
    tiny = replace(STATEMENT.lines[0], amount=Decimal("1E-10"))
    [row] = table(statement_csv(replace(STATEMENT, lines=(tiny,))))
    assert row["amount_exact"] == "0.0000000001"


def test_teams_and_unallocated_add_up_to_the_bill() -> None:
    rows = table(overview_csv(OVERVIEW))
    assert [row["team"] for row in rows] == ["payments", "search", ""]
    assert sum(Decimal(row["total"]) for row in rows) == OVERVIEW.bill.total


def test_a_month_without_a_month_before_leaves_the_cell_empty() -> None:
    unallocated = replace(OVERVIEW.unallocated, previous=None)
    assert table(overview_csv(replace(OVERVIEW, unallocated=unallocated)))[-1]["previous_total"] == ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_cell_begins_a_formula(text: str) -> None:
    for row in table(statement_csv(statement_written_by(text))):
        for column in ("team_name", "owner", "cost_centre", "project", "service", "pool"):
            assert not RUNS.match(row[column])


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
def test_no_cell_begins_a_formula_in_a_program_that_expects_another_separator(separator: str) -> None:
    for rest in (f'a{separator}=1+1"', f'a"{separator} =1+1', 'a"=1+1', "a\n=1+1"):
        for line in statement_csv(statement_written_by(rest)).decode("utf-8-sig").splitlines():
            texts = [part.strip('"') for part in line.split(separator)]
            assert not [text for text in texts if re.match(r"\s*=", text)]


@given(st.text())
def test_any_text_is_one_cell_that_cannot_run_and_reads_as_it_was(text: str) -> None:
    [row, *_] = table(statement_csv(statement_written_by(text)))
    assert not RUNS.match(row["project"])
    assert row["project"] == harmless(text)
    assert row["project"].replace("'", "") == clean(text).replace("'", "")


@given(st.from_regex(r"\A[A-Za-z0-9 ._/()-]*\Z").filter(lambda text: not RUNS.match(text)))
def test_harmless_text_is_not_touched(text: str) -> None:
    assert harmless(text) == text
