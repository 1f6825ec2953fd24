"""Uploaded tables: what people's programs write is understood, what was made to hurt is refused in one sentence."""

import datetime as dt
import resource

import pytest

from allocation.engine.rulebook import Driver, Rulebook
from allocation.readings.plan import plan_of
from allocation.readings.upload import Table, table_of
from allocation.readings.workbook import RefusedError

from .uploads import csv_of, hostile, workbook_of

HOSTILE = hostile()
HEADER = ("driver", "month", "target", "value")
MEGABYTE = 1024  # ru_maxrss counts kilobytes


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence(name: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        plan_of(table_of(HOSTILE[name]), Rulebook(drivers=(Driver("gb", "GB"),)))
    text = str(refusal.value)
    assert text.endswith((".", "?"))
    assert "\n" not in text
    assert len(text) < 200


def test_hostile_files_cost_this_process_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in HOSTILE.values():
        with pytest.raises(RefusedError):
            plan_of(table_of(data), Rulebook())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * MEGABYTE


@pytest.mark.parametrize(
    ("data", "comma"),
    [
        (csv_of(HEADER, ("gb", "2026-10", "dev", "1.5")), False),
        (csv_of(HEADER, ("gb", "2026-10", "dev", "1.5"), encoding="utf-8-sig"), False),
        (csv_of(HEADER, ("gb", "2026-10", "dev", "1.5"), mark=";"), True),
        (csv_of(HEADER, ("gb", "2026-10", "dev", "1.5"), mark="\t"), False),
        (csv_of(HEADER, ("gb", "2026-10", "dev", "1.5")).replace(b"\r\n", b"\r"), False),
        (workbook_of(HEADER, ("gb", "2026-10", "dev", 1.5)), False),
    ],
)
def test_the_tables_of_all_programs_are_the_same_table(data: bytes, comma: bool) -> None:
    assert table_of(data) == Table([list(HEADER), ["gb", "2026-10", "dev", "1.5"]], comma)


def test_days_numbers_and_empty_cells_of_a_workbook_become_what_a_person_would_type() -> None:
    row = (dt.date(2026, 10, 1), dt.datetime(2026, 10, 1, 12), 0.1 + 0.2, 1 / 3, 1e15, 12, None, "=1+1", "x")  # noqa: DTZ001
    [cells] = table_of(workbook_of(row)).rows
    assert cells == ["2026-10-01", "2026-10-01", "0.3", "0.3333333333", "1000000000000000", "12", "", "", "x"]
