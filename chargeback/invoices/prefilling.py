"""What a FOCUS file says of the invoices -> invoices of the period, with the parts that the bill does not hold."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from chargeback.billing.models import Assignment, BillingPeriod
from chargeback.costs.models import Source
from chargeback.journal.entries import cents

from .entering import InvoiceRefusedError, store
from .focus import Invoiced
from .models import Invoice, InvoiceItem

# Where the bill has no cost of the category at all, an invoice's is what only the invoice has.
KINDS = {"Tax": InvoiceItem.Kind.TAX, "Credit": InvoiceItem.Kind.CREDIT}


@transaction.atomic
def prefill(period: BillingPeriod, source: Source, found: Invoiced, issued_on: dt.date) -> list[str]:
    """Every invoice is entered, in cents; one line is said about each. Entering it again changes nothing.

    Raises InvoiceRefusedError where one is entered already with another amount; then nothing is stored.
    """
    held = set(Assignment.objects.filter(run=period.current_run).values_list("series__charge_category", flat=True))
    said = [entered(period, source, name, found, issued_on, held) for name in sorted(found.invoices)]
    if found.not_yet:
        said.append(f"{found.not_yet:,.2f} {period.currency} have no invoice yet; read the file again when they do.")
    return said


def entered(
    period: BillingPeriod, source: Source, name: str, found: Invoiced, issued_on: dt.date, held: set[str]
) -> str:
    amount = cents(found.total(name))
    there = Invoice.objects.filter(source=source, number=name).first()
    if there and (there.amount, there.period_id) != (amount, period.pk):
        raise InvoiceRefusedError(
            f"Invoice {name} is entered already, with {there.amount} for {there.period}; the file says {amount}. "
            "Correct it in the administration first."
        )
    if there:
        return f"{name}: {amount:,.2f} {period.currency}, entered already"
    row = Invoice(period=period, source=source, number=name, issued_on=issued_on, amount=amount)
    store(row)
    for category, kind in KINDS.items():
        part = cents(found.invoices[name].get(category, Decimal(0)))
        if part and category not in held:
            store(InvoiceItem(invoice=row, kind=kind, amount=part, text="by the provider's file"))
    return f"{name}: {amount:,.2f} {period.currency}"
