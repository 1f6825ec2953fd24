"""The month's cost records as columns, as fast as the database can send them."""

import datetime as dt

import numpy as np
from django.db import DataError, connection, transaction
from numpy.typing import NDArray

from allocation.engine.cells import Amounts
from allocation.engine.money import UNIT
from chargeback.clock import next_month

Ids = NDArray[np.int64]
Days = NDArray[np.int16]

# The numbers of a day's records as one text of bytes: a row for each record would cost more than all else together.
# Day by day, for a GROUP BY would keep the texts of all days in memory at once, or spill them to disk.
RECORDS = """
    SELECT place, found.* FROM generate_series(0, 30) AS place
    CROSS JOIN LATERAL (SELECT {numbers} FROM costs_costrecord WHERE day = %(month)s::date + place) AS found
    WHERE %(month)s::date + place < %(end)s
"""
NUMBERS = "coalesce(string_agg(int8send(({number})::bigint), ''), '')"


def read_records(month: dt.date, column: str) -> tuple[Ids, Days, Amounts]:
    """Series ids, days from the first and amounts in 10^-10 of all currencies, in any order.

    Amounts are int64, or Python integers where one does not fit.
    """
    try:
        with transaction.atomic():
            days, ids, units = read(month, "series_id", f"{column} * {UNIT}")
    except DataError:  # an amount over 9.2e8 of the currency unit
        days, ids, whole, part = read(month, "series_id", f"trunc({column})", f"{column} %% 1 * {UNIT}")
        return ids, days.astype(np.int16), whole.astype(object) * UNIT + part
    return ids, days.astype(np.int16), units


def read(month: dt.date, *numbers: str) -> list[NDArray[np.int64]]:
    """The day of each record, counted from 0, and what each of the expressions is for it."""
    query = RECORDS.format(numbers=", ".join(NUMBERS.format(number=number) for number in numbers))
    with connection.cursor() as cursor:
        cursor.execute(query, {"month": month, "end": next_month(month)})
        rows = cursor.fetchall()
    columns = [np.frombuffer(b"".join(row[place] for row in rows), ">i8") for place in range(1, len(numbers) + 1)]
    days = np.array([(row[0], len(row[1]) // 8) for row in rows], np.int64).reshape(-1, 2)
    return [np.repeat(days[:, 0], days[:, 1]), *(column.astype(np.int64) for column in columns)]
