"""Times the engine on a large company: `python -m tests.bench.engine [RECORDS ...]`.

Processor time, best of three. The floor is one `np.bincount` per day over the same records, without rules and pools.
"""

import resource
import sys
from collections.abc import Callable
from itertools import pairwise
from time import process_time

import numpy as np

from allocation.engine.allocate import allocate
from allocation.engine.costs import MonthOfCosts, Series

from .engine_company import costs, rulebook, series

SIZES = (100_000, 1_000_000, 10_000_000)


def floor(month: MonthOfCosts, count: int) -> list[np.ndarray]:
    """Sums per day and series: the least that any allocation must do."""
    edges = np.searchsorted(month.day, np.arange(32))
    days = [slice(first, until) for first, until in pairwise(edges.tolist())]
    return [np.bincount(month.series[day], month.amount[day], count) for day in days]


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least processor time, in seconds, that the work took."""
    seconds = []
    for _ in range(times):
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return min(seconds)


def measured(records: int, all_series: list[Series]) -> str:
    """One line of the table."""
    book, month = rulebook(), costs(records, len(all_series))
    charges = allocate(book, all_series, month).charges
    if charges.total() != int(month.amount.sum()):
        raise AssertionError("charges do not add up to the records")
    least = best_of(3, lambda: floor(month, len(all_series)))
    ours = best_of(3, lambda: allocate(book, all_series, month))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{records:>12,} {len(charges):>10,} {ours:>9.3f} {least:>9.3f} {peak:>9,}"


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    all_series = series()
    print(f"{'records':>12} {'charges':>10} {'engine s':>9} {'floor s':>9} {'peak MiB':>9}")  # noqa: T201
    for records in sizes:
        print(measured(records, all_series))  # noqa: T201


if __name__ == "__main__":
    main()
