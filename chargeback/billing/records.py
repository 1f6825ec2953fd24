"""The month's cost records as columns, as fast as the database can send them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from allocation.engine.cells import Amounts
from chargeback.clock import next_month
from chargeback.costs.packs import Pack, read_packs

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

    `amounts` are those in the bases asked for, in 10^-10: int64, or Python integers where one does not fit. Where no
    record differs, there is only the first.
    """

    place: Index
    amounts: tuple[Amounts, ...]

    def equals(self, other: "Records") -> bool:
        mine, its = ((one.place, *one.amounts) for one in (self, other))
        return len(mine) == len(its) and all(map(np.array_equal, mine, its))

    def sorted(self) -> "Records":
        order = np.argsort(self.place, kind="stable")  # long runs of it are sorted already, and no two are equal
        return Records(self.place[order], tuple(amounts[order] for amounts in self.amounts))


def read_records(month: dt.date, *bases: str) -> Records:
    """The records of all currencies, with amounts in these bases: billed, effective."""
    packs = read_packs(month, next_month(month))
    return stored_records(month, *bases) if packs is None else packed_records(packs, month, *bases)


def packed_records(packs: Sequence[Pack], month: dt.date, *bases: str) -> Records:
    """The records of the month as their packs have them."""
    place = [pack.series * STRIDE + (pack.day - month).days for pack in packs]
    distinct = bases[:1] if all(pack.effective is pack.billed for pack in packs) else bases
    amounts = [np.concatenate([getattr(pack, basis) for pack in packs]) for basis in distinct]
    return Records(np.concatenate(place), tuple(amounts)).sorted()


def stored_records(month: dt.date, *bases: str) -> Records:
    """The records of the month as they are stored, one by one."""
    query = RECORDS.format(amounts=", ".join(AMOUNTS.format(column=f"{basis}_cost") for basis in bases))
    with connection.cursor() as cursor:
        cursor.execute(query, {"month": month, "end": next_month(month), "step": DAYS_AT_ONCE, "stride": STRIDE})
        places, *texts = zip(*cursor.fetchall(), strict=True)
    place = np.frombuffer(b"".join(places), ">i8").astype(np.int64)
    distinct = dict.fromkeys(",".join(filter(None, some)) for some in texts)
    return Records(place, tuple(map(units, distinct))).sorted()


def units(text: str) -> Amounts:
    """Amounts with ten decimals each, in 10^-10."""
    digits = text.replace(".", "")
    found = np.fromstring(digits, np.int64, sep=",")
    if found.max(initial=0) == LARGEST:  # which stands for all that do not fit
        return np.array(list(map(int, digits.split(","))), object)
    return found
