"""A bill that is restated again and again: in version N every amount is N times the plain one."""

import datetime as dt
from decimal import Decimal

from chargeback.clock import add_months, days_between
from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows

TODAY = dt.date(2026, 11, 23)
MONTHS = 6
PAGE_SIZE = 40
# (account, service, record type, project, cents a day)
ROWS = (
    ("111111111111", "AWS Lambda", "Usage", "checkout", 125),
    ("111111111111", "AWS Lambda", "Usage", "Checkout", 50),
    ("111111111111", "Amazon Simple Storage Service", "Usage", "", 312),
    ("222222222222", "AWS Lambda", "Usage", "a$b", 200),
    ("222222222222", "Amazon Relational Database Service", "Usage", "ledger", 777),
    ("222222222222", "Amazon Relational Database Service", "Credit", "ledger", -77),
    ("222222222222", "Tax", "Tax", "", 19),
)
CENTS = sum(row[-1] for row in ROWS)


def ledger(version: int) -> Ledger:
    """The bill of the last months in that version, to be served by a Cost Explorer of its own day."""
    days = days_between(add_months(TODAY, -MONTHS), TODAY + dt.timedelta(days=1))
    return index_rows(
        LedgerRow(day, _series(row), *[row[-1] * version * UNIT // 100] * 2) for day in days for row in ROWS
    )


def amounts(version: int) -> list[Decimal]:
    """What the records of any day must be, smallest first."""
    return sorted(Decimal(row[-1] * version) / 100 for row in ROWS)


def version_of(total: Decimal) -> int:
    """The version whose day costs so much; 0 for what no version's day costs."""
    versions, rest = divmod(total * 100, CENTS)
    return 0 if rest else int(versions)


def _series(row: tuple[str, str, str, str, int]) -> Dimensions:
    account, service, record_type, project, _ = row
    tags = (("project", project),) if project else ()
    return Dimensions(account, f"account {account[0]}", service, "eu-central-1", record_type, tags=tags)
