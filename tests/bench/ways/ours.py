"""The engine."""

from collections import defaultdict

from allocation.engine.allocate import allocate
from allocation.engine.allocation import Allocation
from allocation.engine.costs import SeriesTable

from ..company import costs, rulebook, table
from ..way import Answer, Way


def prepare(records: int, count: int) -> Way:
    """Each lap has a table of its own: one keeps what was made of its columns, which the next lap would be spared."""
    book, columns, month = rulebook(), table(count).columns, costs(records, count)
    return Way(lambda: allocate(book, SeriesTable(count, columns), month), answer)


def answer(allocation: Allocation) -> Answer:
    charges = allocation.charges
    teams: dict[str, int] = defaultdict(int)
    for payer, amount in zip(charges.payer.tolist(), charges.amount.tolist(), strict=True):
        teams[charges.payers[payer].team or ""] += amount
    return Answer(charges.total(), len(charges), dict(teams))
