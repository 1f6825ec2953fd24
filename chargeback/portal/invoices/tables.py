"""The tables of the tie-out: its steps, invoices, and what explains the difference."""

import django_tables2 as tables
from django.http import QueryDict

from chargeback.invoices.tie_out import InvoiceFacts, Step, TieOut

from .. import display
from ..tables import DayColumn, ExactColumn, MoneyColumn, Table


class StepsTable(Table):
    name = tables.Column("Figure", orderable=False)
    amount = ExactColumn("Amount", orderable=False)
    difference = ExactColumn("Difference", orderable=False)
    explained = ExactColumn("With a name", orderable=False)
    unexplained = ExactColumn("Unexplained", orderable=False)

    class Meta(Table.Meta):
        row_attrs = {"class": lambda record: "is-wrong" if is_wrong(record) else None}


def is_wrong(record: Step) -> bool:
    return bool(record.unexplained)


class InvoicesTable(Table):
    number = tables.Column("Invoice")
    source = tables.Column("Source")
    issued_on = DayColumn("Date")
    amount = MoneyColumn("Amount")
    paid = tables.Column("Paid as")

    def render_paid(self, record: InvoiceFacts) -> str:
        return f"{display.money(record.paid)} {record.payment_currency}"


class ItemsTable(Table):
    kind = tables.Column("Kind")
    text = tables.Column("What")
    amount = MoneyColumn("Amount")

    def render_kind(self, value: str) -> str:
        return value[:1].upper() + value[1:]


def steps_table(found: TieOut, query: QueryDict) -> StepsTable:
    return StepsTable(found.steps, "From invoice to journal", query, name="steps")


def invoices_table(found: TieOut, query: QueryDict) -> InvoicesTable:
    total = {"number": "Total", "amount": sum(one.amount for one in found.invoices)}
    heads = {"amount": f"Amount {found.currency}"}
    nothing = "No invoice of this month is entered yet."
    return InvoicesTable(
        found.invoices, "Invoices", query, closing=[total], heads=heads, name="invoices", empty_text=nothing
    )


def items_table(found: TieOut, query: QueryDict) -> ItemsTable:
    total = {"kind": "Total", "amount": sum(one.amount for one in found.items)}
    nothing = "Nothing is named yet: add what the invoice holds and the bill does not, for example tax."
    return ItemsTable(found.items, "Only on the invoice", query, closing=[total], name="items", empty_text=nothing)


def categories_table(found: TieOut, query: QueryDict) -> ItemsTable:
    total = {"kind": "Total", "amount": sum(one.amount for one in found.categories)}
    return ItemsTable(found.categories, "The bill by category", query, closing=[total], name="bill", exclude=["text"])
