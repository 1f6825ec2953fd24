"""Bills that are hard as a whole, each pulled over old data: 20,000 tag values, another currency, nothing at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows

from .bills import START, ledger, truth
from .lab import Lab, Outcome

TAG_VALUES = 20_000
MANY = "20,000 tag values"
LARGE_PAGE = 5_000


def many_tag_values() -> Ledger:
    def values() -> Iterator[LedgerRow]:
        for number in range(TAG_VALUES):
            tags = (("project", f"project {number}"),)
            account = Dimensions(f"{1 + number % 3}" * 12, "account", "AWS Lambda", tags=tags)
            yield LedgerRow(START, account, (number + 1) * UNIT // 1000, (number + 1) * UNIT // 1000)

    return index_rows(values())


def thirds() -> Ledger:
    """Amounts that AWS has to round: the sum of the groups is not the rounded sum."""
    rows = [replace(row, billed=row.billed // 3, effective=row.effective // 3) for row in ledger(1).rows()]
    return index_rows(rows)


def huge() -> Ledger:
    """Amounts that no 64 bits hold."""
    return index_rows(replace(row, billed=row.billed * 10**12, effective=row.effective) for row in ledger(1).rows())


def nothing() -> Ledger:
    return index_rows([])


BILLS: Mapping[str, Callable[[], Ledger]] = {
    MANY: many_tag_values,
    "another currency": lambda: replace(ledger(2), currency="EUR"),
    "thirds of a unit": thirds,
    "huge amounts": huge,
    "no costs at all": nothing,
}


def pulled(lab: Lab, name: str) -> Outcome:
    """A pull of the bill with that name over what is stored."""
    lab.serve(BILLS[name](), page_size=LARGE_PAGE if name == MANY else 2)
    return lab.judged([truth(lab.served)])
