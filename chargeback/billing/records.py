"""The month's cost records as columns, as fast as the database can send them."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.cells import Amounts
from chargeback.clock import next_month

Index = NDArray[np.int64]

STRIDE = 32  # more than a month has days
# The numbers of many records as one text: a row for each record would cost more than all else together. An amount is
# written with ten decimals always, so without its point it is one in 10^-10. Some days at a time: each time the pages
# of the table are looked through anew, and what one time finds is in memory at once.
DAYS_AT_ONCE = 4
RECORDS = """
    SELECT found.* FROM generate_series(0, 30, %(step)s) AS place
    CROSS JOIN LATERAL (
        SELECT coalesce(string_agg(int8send(series_id * %(stride)s + (day - %(month)s::date)), ''), ''), {amounts}
        FROM costs_costrecord
        WHERE day >= %(month)s::date + place AND day < least(%(month)s::date + place + %(step)s, %(end)s::date)
    ) AS found
    WHERE %(month)s::date + place < %(end)s::date
"""
AMOUNTS = "coalesce(string_agg({column}::text, ','), '')"
LARGEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Records:
    """Records in the order of series and day. `place` is series id * STRIDE + day from the first of the month.

    `amounts` are the columns asked for, in 10^-10: int64, or Python integers where one does not fit. Where no record
    differs, there is only the first.
    """

    place: Index
    amounts: tuple[Amounts, ...]


def read_records(month: dt.date, *columns: str) -> Records:
    """The records of all currencies with these columns of amounts."""
    query = RECORDS.format(amounts=", ".join(AMOUNTS.format(column=column) for column in columns))
    with connection.cursor() as cursor:
        cursor.execute(query, {"month": month, "end": next_month(month), "step": DAYS_AT_ONCE, "stride": STRIDE})
        places, *texts = zip(*cursor.fetchall(), strict=True)
    place = np.frombuffer(b"".join(places), ">i8").astype(np.int64)
    order = np.argsort(place, kind="stable")  # much of it is sorted, as pulls store it; no two are equal
    distinct = dict.fromkeys(",".join(filter(None, some)) for some in texts)
    return Records(place[order], tuple(units(text)[order] for text in distinct))


def units(text: str) -> Amounts:
    """Amounts with ten decimals each, in 10^-10."""
    digits = text.replace(".", "")
    found = np.fromstring(digits, np.int64, sep=",")
    if found.max(initial=0) == LARGEST:  # which stands for all that do not fit
        return np.array(list(map(int, digits.split(","))), object)
    return found
