"""Writes all lines of a large company's month, one for each record, as a workbook in a job."""

from collections.abc import Iterator

from .company import SERIES
from .month import apart, filled
from .options import Options
from .race import Contestant, race
from .tables import table

SIZES = (100_000,)
WAYS = {"ours, as a job": "ours", "pandas to_excel with openpyxl, no summary, no styles": "pandas_to_excel"}


def lines(options: Options) -> Iterator[str]:
    for records in options.records or SIZES:
        database = filled(records, SERIES)
        apart("calculate", database)
        ways = [Contestant(name, f"tests.bench.exported.{module}", (database,)) for name, module in WAYS.items()]
        results = race(ways, options.rounds)
        yield f"\nexports: {records:,} lines as a workbook, {options.rounds} rounds"
        yield from table(results, results[0])
