"""A FOCUS file -> what each invoice of a month comes to, by its InvoiceId. One pass, sums only, however long the file.

FOCUS has InvoiceId since 1.2: https://focus.finops.org/focus-columns/ . It is empty until the provider has invoiced.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from allocation.focus.numbers import number

from .entering import InvoiceRefusedError

COLUMNS = ("InvoiceId", "BilledCost", "BillingCurrency", "BillingPeriodStart", "ChargeCategory")


@dataclass(slots=True)
class Invoiced:
    """What was read of a month and currency, exactly: by invoice and charge category, and what has no invoice yet."""

    invoices: dict[str, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Decimal)))
    not_yet: Decimal = Decimal(0)

    def total(self, invoice: str) -> Decimal:
        return sum(self.invoices[invoice].values(), Decimal(0))


def read_invoices(lines: Iterable[str], month: dt.date, currency: str) -> Invoiced:
    """The month's sums. Raises InvoiceRefusedError with one sentence about the file or the row that is wrong."""
    rows = csv.DictReader(lines)
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise InvoiceRefusedError(f"The file has no column {', '.join(missing)}; it has to be FOCUS 1.2 or later.")
    found, wanted = Invoiced(), f"{month:%Y-%m}"
    for place, row in enumerate(rows, 2):
        if (row["BillingPeriodStart"] or "")[:7] != wanted or row["BillingCurrency"] != currency:
            continue
        try:
            cost = number((row["BilledCost"] or "").strip(), "BilledCost")
        except ValueError as error:
            raise InvoiceRefusedError(f"Row {place}: {error}") from None
        if invoice := (row["InvoiceId"] or "").strip():
            found.invoices[invoice][row["ChargeCategory"] or ""] += cost
        else:
            found.not_yet += cost
    return found
