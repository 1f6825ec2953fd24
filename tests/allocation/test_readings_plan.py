"""What an import of readings would do: months, numbers and names as people write them, refusals row by row."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine.rulebook import Rulebook
from allocation.readings.cells import CellError, month_of, number_of
from allocation.readings.files import csv_file, workbook_file
from allocation.readings.plan import Plan, plan_of
from allocation.readings.upload import Table, table_of
from allocation.readings.workbook import RefusedError
from allocation.rulebook import rulebook_from_yaml

RULEBOOK = rulebook_from_yaml("""
teams: {dev: Alice, ops: Bob}
projects: {alpha: dev}
pools: {rds: {method: driver, driver: gb, targets: all}}
drivers:
  gb: {2026-09: {dev: 120, ops: 30}, 2026-10: {dev: 0.1, "project:alpha": 123456789012345678.0123456789}}
  requests: {}
""")
OCTOBER = dt.date(2026, 10, 1)


def plan(*rows: tuple[str, ...], driver: str = "", comma: bool = False) -> Plan:
    return plan_of(Table([list(row) for row in rows], comma), RULEBOOK, driver)


def reasons(*rows: tuple[str, ...]) -> list[str]:
    return [one.reason for one in plan(("driver", "month", "target", "value"), *rows).refused]


def test_rows_are_new_changed_or_unchanged_and_keep_their_number() -> None:
    found = plan(
        ("Driver ", "MONTH", "target", "value"),
        ("gb", "2026-10", "team:dev", "0.10"),
        ("", "", "", ""),
        ("gb", "2026-10-17", "ops", "7"),
        ("gb", "2026-09", "dev", "121"),
    )
    assert [[one.row for one in kind] for kind in (found.unchanged, found.new, found.changed)] == [[2], [4], [5]]
    assert (found.changed[0].old, found.changed[0].reading.value) == (Fraction(120), Fraction(121))
    assert found.new[0].reading.month == OCTOBER


def test_receivers_may_stand_in_columns_of_their_own() -> None:
    found = plan(
        ("driver", "month", "team", "project", "pool", "value"),
        ("gb", "2026-11", "dev", "", "", "1"),
        ("gb", "2026-11", "", "alpha", "", "1"),
        ("gb", "2026-11", "", "", "rds", "1"),
        ("gb", "2026-11", "dev", "alpha", "", "1"),
    )
    assert [str(one.reading.target) for one in found.new] == ["team:dev", "project:alpha", "pool:rds"]
    assert "team and project are filled; write exactly one receiver" in found.refused[0].reason


def test_on_a_driver_its_column_may_be_missing_and_others_are_refused() -> None:
    assert plan(("month", "target", "value"), ("2026-11", "dev", "1"), driver="gb").new[0].reading.driver == "gb"
    refused = plan(("driver", "month", "target", "value"), ("requests", "2026-11", "dev", "1"), driver="gb").refused
    assert refused[0].reason == "this is the import of gb; import requests from the list of readings."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("gb", "2026-10", "team:devs", "1"), "there is no team devs; did you mean dev?"),
        (("request", "2026-10", "dev", "1"), "there is no driver request; did you mean requests?"),
        (("", "2026-10", "dev", "1"), "the driver is missing."),
        (("gb", "2026-10", "", "1"), "nobody is named; write exactly one receiver"),
        (("gb", "2026-10", "owner:dev", "1"), "'owner' is no kind of receiver; write team:, project: or pool:"),
        (("gb", "Oct 26", "dev", "1"), "'Oct 26' is not a month; write it as 2026-10 or 2026-10-01."),
        (("gb", "2026-13", "dev", "1"), "is not a month"),
        (("gb", "10/01/2026", "dev", "1"), "is not a month"),
        (("gb", "46296", "dev", "1"), "is not a month"),
        (("gb", "2026-10", "dev", ""), "the value is missing; write 0 where nothing was used."),
        (("gb", "2026-10", "dev"), "the value is missing"),
        (("gb", "2026-10", "dev", "-1"), "is negative; write what was used, or 0."),
        (("gb", "2026-10", "dev", "1 000"), "is not a plain number; write it like 1234.5"),
        (("gb", "2026-10", "dev", "12 GB"), "is not a plain number"),
        (("gb", "2026-10", "dev", "1.2E+05"), "is not a plain number"),
        (("gb", "2026-10", "dev", "NaN"), "is not a plain number"),
        (("gb", "2026-10", "dev", "=1+1"), "is not a plain number"),
        (("gb", "2026-10", "dev", "1,234"), "1,234 has two meanings; write 1234, or with four decimals 1.2340."),
        (("gb", "2026-10", "dev", "0.12345678901"), "is too long; 18 digits and 10 decimals are the most."),
        (("gb", "2026-10", "dev", "1234567890123456789"), "is too long"),
    ],
)
def test_a_row_that_cannot_be_stored_says_what_to_write(row: tuple[str, ...], reason: str) -> None:
    [told] = reasons(row)
    assert reason in told


def test_everything_wrong_in_a_row_is_named_at_once() -> None:
    [told] = reasons(("gbb", "Oct 26", "devs", "1,234"))
    assert all(word in told for word in ("mean gb?", "not a month", "mean dev?", "two meanings"))


def test_a_reading_that_stands_twice_names_the_first_row() -> None:
    row = ("gb", "2026-10", "dev", "1")
    assert reasons(row, row) == ["gb of team:dev in 2026-10 already stands in row 2; keep one of them."]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (("driver", "month", "target", "valeu"), "there is no column 'valeu'; did you mean value?"),
        (("driver", "month", "target", "value", "value"), "the column 'value' stands twice"),
        (("month", "target", "value"), "the column 'driver' is missing. The first row names the columns"),
        (("driver", "month", "value"), "no column says whose the readings are"),
        (("", ""), "it is empty."),
    ],
)
def test_a_header_that_is_not_understood_refuses_the_file(header: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        plan(header)


@pytest.mark.parametrize("text", ["2026-10", "2026-10-01", "2026-10-31", "01.10.2026", "31.10.2026"])
def test_a_day_stands_for_its_month(text: str) -> None:
    assert month_of(text) == OCTOBER


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("12", False, "12"),
        ("12.5", False, "12.5"),
        ("12,5", False, "12.5"),
        ("12,5", True, "12.5"),
        ("0,125", True, "0.125"),
        ("1.234", False, "1.234"),
        ("1.2340", True, "1.234"),
        ("1234,567", True, "1234.567"),
    ],
)
def test_a_number_may_have_a_point_or_a_comma_where_it_is_clear(text: str, comma: bool, value: str) -> None:
    assert number_of(text, comma) == Fraction(value)


def test_in_a_file_with_semicolons_a_point_before_three_digits_may_be_thousands() -> None:
    with pytest.raises(CellError, match="two meanings"):
        number_of("1.234", decimal_comma=True)


@pytest.mark.parametrize("file", [csv_file, workbook_file])
def test_a_downloaded_file_is_read_back_as_unchanged(file) -> None:  # type: ignore[no-untyped-def]
    found = plan_of(table_of(file(RULEBOOK.readings)), RULEBOOK)
    assert (len(found.unchanged), found.new, found.changed, found.refused) == (len(RULEBOOK.readings), [], [], [])


@given(st.decimals(min_value=0, max_value=10**18 - 1, places=10))
def test_every_value_that_a_reading_can_have_is_read_exactly(value) -> None:  # type: ignore[no-untyped-def]
    assert number_of(f"{value:f}") == Fraction(value)


def test_readings_of_an_empty_rulebook_are_refused_in_words() -> None:
    table = Table([["driver", "month", "target", "value"], ["gb", "2026-10", "dev", "1"]])
    told = plan_of(table, Rulebook()).refused[0].reason
    assert told.startswith("there is no driver gb; define it, or write one of: (none is defined).")
