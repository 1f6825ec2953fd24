"""What is written by binary COPY is what is read back, whatever it is."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.engine.cells import Amounts, exact
from allocation.engine.money import CENT, from_cents, from_units
from chargeback.billing import binary_copy
from chargeback.billing.binary_copy import amounts, arrays, copy, dates, keys, numbers, texts

pytestmark = pytest.mark.django_db

TABLE = """
    CREATE TEMPORARY TABLE written (number integer, name text, key bigint, day date, amount numeric(28, 10),
    cents numeric(28, 2), daily numeric(28, 10)[])
"""
LARGEST = 10**28 - 1  # NUMERIC(28, 10) in 10^-10
UNITS = st.integers(-(10**4), 10**4) | st.integers(-(10**18), 10**18) | st.integers(-LARGEST, LARGEST)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
KEYS = st.none() | st.integers(-(2**63), 2**63 - 1)
DAYS = st.dates(dt.date(1, 1, 1))
CENTS = st.integers(-(10**20), 10**20)
ROWS = st.lists(st.tuples(TEXTS, KEYS, DAYS, UNITS, CENTS, st.lists(st.none() | UNITS, min_size=3, max_size=3)))


@pytest.fixture
def _table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


@pytest.mark.usefixtures("_table")
@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_row_is_read_back_as_it_was_written(rows: Sequence[Any]) -> None:
    names, ids, days, units, cents, daily = zip(*rows, strict=True) if rows else ((),) * 6
    matrix = np.array([[one or 0 for one in row] for row in daily], object).reshape(len(rows), 3)
    columns = {
        "number": numbers(),
        "name": texts(names),
        "key": keys(ids),
        "day": dates(days),
        "amount": amounts(array(units)),
        "cents": amounts(np.array([one * CENT for one in cents], object), decimals=2),
        "daily": arrays(exact(matrix.ravel()).reshape(matrix.shape), np.array(daily, object).reshape(-1, 3) != None),  # noqa: E711
    }
    assert stored(len(rows), columns) == [
        (place, name, key, day, from_units(amount), from_cents(printed), [money(one) for one in some])
        for place, (name, key, day, amount, printed, some) in enumerate(rows)
    ]


@pytest.mark.usefixtures("_table")
def test_blocks_follow_each_other_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary_copy, "BLOCK", 3)
    columns = {"number": numbers(), "name": texts(["a", "bc"], np.arange(10) % 2), "amount": amounts(np.arange(10))}
    assert [(row[0], row[1], int(row[4] * 10**10)) for row in stored(10, columns)] == [
        (place, ("a", "bc")[place % 2], place) for place in range(10)
    ]


def money(units: int | None) -> Decimal | None:
    return None if units is None else from_units(units)


def array(units: Sequence[int]) -> Amounts:
    return exact(np.array(units, object))


def stored(rows: int, columns: dict[str, binary_copy.Column]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE written")
        copy("written", rows, columns)
        cursor.execute("SELECT * FROM written ORDER BY number")
        return list(cursor.fetchall())
