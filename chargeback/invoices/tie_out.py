"""Invoice -> bill -> records -> statements -> journal: one figure after the other, with what lies between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from chargeback.billing.models import Assignment, BillingPeriod
from chargeback.billing.stamps import current_run
from chargeback.journal.building import posting_of
from chargeback.journal.entries import ZERO, Posting, cents

from .models import Invoice, InvoiceItem
from .tolerances import Tolerated, tolerated


@dataclass(frozen=True, slots=True)
class Item:
    """One named part of a difference."""

    kind: str
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """A figure, what it is more than the figure before, and how much of that has a name."""

    name: str
    amount: Decimal
    difference: Decimal
    explained: Decimal

    @property
    def unexplained(self) -> Decimal:
        return self.difference - self.explained


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """One invoice; `paid` is its amount in the currency it is paid in, None where that is the period's."""

    number: str
    source: str
    issued_on: object
    amount: Decimal
    payment_currency: str
    paid: Decimal | None


@dataclass(frozen=True, slots=True)
class TieOut:
    """All figures of a period in one row. `items` explain the first difference. Amounts in cents of `currency`."""

    currency: str
    invoices: tuple[InvoiceFacts, ...]
    items: tuple[Item, ...]
    steps: tuple[Step, ...]
    categories: tuple[Item, ...]
    tolerated: Tolerated

    @property
    def tolerance(self) -> Decimal:
        return self.tolerated.amount

    @property
    def unexplained(self) -> Decimal:
        """All that has no name, whatever its sign."""
        return sum((abs(step.unexplained) for step in self.steps), ZERO)

    @property
    def is_ok(self) -> bool:
        return self.unexplained <= self.tolerance


def tie_out(period: BillingPeriod) -> TieOut:
    """The figures of the period. Raises NoRunError when it has no run."""
    run = current_run(period)
    rows = list(Invoice.objects.filter(period=period).select_related("source").prefetch_related("items"))
    items = tuple(item_of(item) for row in rows for item in row.items.all())
    assigned = Assignment.objects.filter(run=run).aggregate(total=Sum("amount"))["total"] or ZERO
    invoiced = sum((row.amount for row in rows), ZERO) if rows else None
    return TieOut(
        currency=period.currency,
        invoices=tuple(map(facts, rows)),
        items=items,
        steps=steps(invoiced, items, run.control_total, assigned, posting_of(period)),
        categories=categories(run.pk),
        tolerated=tolerated(period.currency),
    )


def steps(
    invoiced: Decimal | None, items: Sequence[Item], bill: Decimal, records: Decimal, posting: Posting
) -> tuple[Step, ...]:
    """From the invoice, where there is one, to the journal."""
    own = sum((one.amount for one in posting.owed if one.month == posting.month), ZERO)
    to_pay = sum((one.amount for one in posting.owed), ZERO)
    rounding = cents(bill) - bill
    found = [
        Step("Costs, record by record", records, ZERO, ZERO),
        Step("Bill of the provider, exact", bill, bill - records, ZERO),
        Step("Statements of the month", own, own - bill, rounding),
        Step("Statements with adjustments", to_pay, to_pay - own, to_pay - own),
        Step("Journal: debited to cost centres", to_pay, ZERO, ZERO),
    ]
    if invoiced is None:
        return tuple(found)
    explained = sum((item.amount for item in items), ZERO) + rounding
    return (Step("Invoice", invoiced, invoiced - bill, explained), *found)


def item_of(row: InvoiceItem) -> Item:
    return Item(row.kind, row.text, row.amount)


def facts(row: Invoice) -> InvoiceFacts:
    paid = cents(row.amount * row.payment_rate) if row.payment_rate else None
    return InvoiceFacts(row.number, row.source.name, row.issued_on, row.amount, row.payment_currency, paid)


def categories(run: int) -> tuple[Item, ...]:
    """What the bill consists of, by the provider's own categories: usage, tax, credit ..."""
    sums = Assignment.objects.filter(run=run).values_list("series__charge_category").annotate(total=Sum("amount"))
    return tuple(Item(name or "usage", "", total) for name, total in sums.order_by("series__charge_category"))
