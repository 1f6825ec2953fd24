"""An invoice as somebody typed it -> a row, or one sentence that says what is wrong."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import transaction

from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import Source

from .models import Invoice, InvoiceItem, Tolerance


class InvoiceRefusedError(Exception):
    """The message is one sentence that says what to write instead."""


def enter(period: BillingPeriod, said: Mapping[str, str]) -> str:
    """The invoice, or where `kind` is given an item of the invoice `number`, is stored. Says what was stored."""
    return add_item(period, said) if said.get("kind") else add_invoice(period, said)


def add_invoice(period: BillingPeriod, said: Mapping[str, str]) -> str:
    source = Source.objects.filter(slug=text(said, "source")).first()
    if source is None:
        raise InvoiceRefusedError("Choose the source that the invoice is of.")
    row = Invoice(period=period, source=source, number=text(said, "number"), issued_on=day(said), amount=amount(said))
    store(row)
    return f"Invoice {row.number} is entered."


def add_item(period: BillingPeriod, said: Mapping[str, str]) -> str:
    invoice = Invoice.objects.filter(period=period, number=text(said, "number")).first()
    if invoice is None:
        raise InvoiceRefusedError("Choose an invoice of this month.")
    store(InvoiceItem(invoice=invoice, kind=text(said, "kind"), amount=amount(said), text=text(said, "text")))
    return f"The difference of invoice {invoice.number} has one more name."


def store(row: Invoice | InvoiceItem | Tolerance) -> None:
    """Raises InvoiceRefusedError with what the model says against the row."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvoiceRefusedError(" ".join(error.messages)) from None
    with transaction.atomic():
        row.save()


def text(said: Mapping[str, str], name: str) -> str:
    return said.get(name, "").replace("\0", "").strip()


def day(said: Mapping[str, str]) -> dt.date:
    try:
        return dt.date.fromisoformat(text(said, "issued_on"))
    except ValueError:
        raise InvoiceRefusedError("Write the date of the invoice as YYYY-MM-DD.") from None


def amount(said: Mapping[str, str]) -> Decimal:
    try:
        found = Decimal(text(said, "amount"))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise InvoiceRefusedError("Write the amount with a point and two decimals, for example 41230.18.")
    return found
