"""Two bills of the same shape and different amounts: the one that is stored, and the one that is pulled over it."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from chargeback.demo.ledger import UNIT, Dimensions, Ledger, LedgerRow, index_rows
from chargeback.demo.protocol import write_amount

TODAY = dt.date(2026, 11, 23)
START, END = dt.date(2026, 10, 1), dt.date(2026, 10, 4)
LAMBDA, S3, RDS = "AWS Lambda", "Amazon Simple Storage Service", "Amazon Relational Database Service"
SUPPORT = "AWS Support (Business)"
# (day of October, account, service, record type, project, billed, effective)
ROWS = (
    (1, "1", LAMBDA, "Usage", "checkout", "1.25", "1.25"),
    (1, "1", LAMBDA, "Usage", "Checkout", "0.5", "0.5"),
    (1, "1", S3, "Usage", "", "3.1234567891", "3.1234567891"),
    (1, "1", RDS, "Usage", "checkout", "40.01", "38"),
    (1, "2", LAMBDA, "Usage", "a$b", "2", "1"),
    (1, "2", RDS, "Usage", "ledger", "7.77", "7.7"),
    (1, "3", S3, "Usage", "=1+1", "0.0000000004", "0.0000000004"),
    (2, "1", LAMBDA, "Usage", "checkout", "1.5", "1.5"),
    (2, "1", S3, "Usage", "", "3.5", "3.5"),
    (2, "2", LAMBDA, "SavingsPlanCoveredUsage", "a$b", "7", "4"),
    (2, "2", LAMBDA, "SavingsPlanNegation", "a$b", "-7", "0"),
    (2, "2", RDS, "Usage", "ledger", "7.7", "7.7"),
    (2, "2", "Tax", "Tax", "", "0.19", "0.19"),
    (2, "3", S3, "Usage", "archive", "12", "12"),
    (3, "1", "AWS Data Transfer", "Credit", "checkout", "-0.5069", "-0.5069"),
    (3, "1", SUPPORT, "Support", "", "10", "10"),
    (3, "2", RDS, "Usage", "ledger", "7.71", "7.71"),
    (3, "3", S3, "Usage", "archive", "11", "11"),
)
# (day, account, service, project) -> billed, effective in 10^-24. Finer than this nobody is charged.
Key = tuple[dt.date, str, str, str]
Truth = dict[Key, tuple[int, int]]


def ledger(number: int) -> Ledger:
    """The bill with that number: every amount is so many times the plain one."""
    return index_rows(_row(row, number) for row in ROWS)


def truth(found: Ledger) -> Truth:
    """What a pull of the three days must leave in the database."""
    rows = (row for row in found.rows() if START <= row.day < END)
    return summed(
        (
            (row.day, row.dimensions.account, row.dimensions.service, row.dimensions.tag("project")),
            row.billed,
            row.effective,
        )
        for row in rows
    )


def summed(rows: Iterable[tuple[Key, int, int]]) -> Truth:
    """The amounts of each key added up. What is zero in both metrics is as good as not there."""
    sums: Truth = {}
    for key, billed, effective in rows:
        before = sums.get(key, (0, 0))
        sums[key] = before[0] + billed, before[1] + effective
    return {key: amounts for key, amounts in sums.items() if any(amounts)}


def as_told(found: Truth) -> dict[Key, tuple[Decimal, Decimal]]:
    """With the ten decimals that AWS tells of every amount."""
    return {key: (told(billed), told(effective)) for key, (billed, effective) in found.items()}


def totals(found: Truth) -> dict[dt.date, Decimal]:
    """What AWS says each day cost in all."""
    days = {START + dt.timedelta(days=number): 0 for number in range((END - START).days)}
    for (day, *_), (billed, _) in found.items():
        days[day] += billed
    return {day: told(billed) for day, billed in days.items()}


def told(units: int) -> Decimal:
    return Decimal(write_amount(units))


def _row(row: tuple[int, str, str, str, str, str, str], number: int) -> LedgerRow:
    day, account, service, record_type, project, billed, effective = row
    dimensions = Dimensions(
        account=account * 12,
        account_name=f"account {account}",
        service=service,
        region="eu-central-1",
        record_type=record_type,
        tags=(("project", project),) if project else (),
    )
    amounts = (int(Decimal(text) * number * UNIT) for text in (billed, effective))
    return LedgerRow(dt.date(2026, 10, day), dimensions, *amounts)
