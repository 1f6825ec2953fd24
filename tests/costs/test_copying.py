"""Numbers go to PostgreSQL in binary and come back as the same numbers."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.engine.money import from_units
from chargeback.costs.copying import copy_columns

SMALLEST, LARGEST = -(2**63), 2**63 - 1
DAY = dt.date(2026, 2, 28)


@pytest.fixture
def table(db: None) -> str:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE numbers (id bigint, day date, amount numeric(28, 10)) ON COMMIT DROP")
    return "numbers"


def came_back(table: str, units: list[int], part: int = 100) -> list[tuple[int, dt.date, Decimal]]:
    number = np.arange(len(units))
    columns = (number, np.datetime64(DAY) + number, np.array(units, np.int64))
    parts = [[column[first : first + part] for column in columns] for first in range(0, len(units), part)]
    copy_columns(table, {"id": "bigint", "day": "date", "amount": "numeric"}, parts)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} RETURNING id, day, amount")
        return sorted(cursor.fetchall())


EDGES = [0, 1, -1, 99, 100, -100, 10**6, 10**10, -(10**10), 9999 * 10**10, 10**14, 10**18, SMALLEST, LARGEST]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(units=st.lists(st.integers(SMALLEST, LARGEST) | st.sampled_from(EDGES), max_size=30))
def test_every_amount_of_64_bits_comes_back_to_the_last_digit(table: str, units: list[int]) -> None:
    expected = [(number, DAY + dt.timedelta(number), from_units(unit)) for number, unit in enumerate(units)]
    assert came_back(table, units) == expected


def test_rows_come_whole_however_they_are_cut(table: str) -> None:
    amounts = [amount for _, _, amount in came_back(table, list(range(10)), part=3)]
    assert amounts == [from_units(unit) for unit in range(10)]
