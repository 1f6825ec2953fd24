"""A journal -> the file that a ledger reads: CSV and Excel by a template's columns, and Beancount."""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook

from chargeback.journal.entries import Entry, Journal, Line
from chargeback.journal.templates import Template

from .cells import CENTS, Value
from .csv_files import csv_bytes
from .sheets import Column, Sheet, add

WIDTH = 18
NOT_IN_ACCOUNTS = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Posted:
    """A line with its entry, its place in the file from 1, and the export's number."""

    number: str
    place: int
    journal: Journal
    entry: Entry
    line: Line


FIELDS: dict[str, Callable[[Posted], Value]] = {
    "number": lambda one: one.number,
    "line": lambda one: one.place,
    "reference": lambda one: one.entry.reference,
    "entry_text": lambda one: f"{one.entry.text} ({one.entry.reference})",
    "date": lambda one: one.entry.day,
    "period": lambda one: f"{one.journal.month:%Y-%m}",
    "account": lambda one: one.line.account,
    "cost_centre": lambda one: one.line.cost_centre,
    "account_and_cost_centre": lambda one: "-".join(filter(None, (one.line.account, one.line.cost_centre))),
    "debit": lambda one: one.line.debit or None,
    "credit": lambda one: one.line.credit or None,
    "amount": lambda one: one.line.amount,
    "absolute": lambda one: abs(one.line.amount),
    "posting_key": lambda one: "40" if one.line.amount > 0 else "50",  # SAP's keys of debit and credit to an account
    "currency": lambda one: one.journal.currency,
    "text": lambda one: one.line.text,
    "team": lambda one: one.line.team,
    "month": lambda one: f"{one.line.month:%Y-%m}" if one.line.month else "",
}


def journal_file(journal: Journal, template: Template, file_kind: str, number: str) -> bytes:
    """The journal in the template's form: csv, xlsx or beancount."""
    if file_kind == "beancount":
        return beancount_text(journal, number).encode()
    rows = [[value_of(field, one) for _, field in template.columns] for one in posted(journal, number)]
    if file_kind == "xlsx":
        return workbook(journal, template, rows, number)
    written = ([in_form(value, template) for value in row] for row in rows)
    return csv_bytes([head for head, _ in template.columns], written, template.delimiter)


def posted(journal: Journal, number: str) -> Iterable[Posted]:
    lines = ((entry, line) for entry in journal.entries for line in entry.lines)
    return (Posted(number, place, journal, entry, line) for place, (entry, line) in enumerate(lines, 1))


def value_of(field: str, one: Posted) -> Value:
    return field[1:] if field.startswith("=") else FIELDS[field](one)


def in_form(value: Value, template: Template) -> Value:
    """Dates and, where the decimal mark is no point, amounts as the template writes them."""
    if isinstance(value, dt.date):
        return value.strftime(template.date_format)
    if isinstance(value, Decimal) and template.decimal_mark != ".":
        return format(value, "f").replace(".", template.decimal_mark)
    return value


def workbook(journal: Journal, template: Template, rows: list[list[Value]], number: str) -> bytes:
    columns = [
        Column(head, WIDTH, CENTS if field in ("debit", "credit", "amount", "absolute") else "")
        for head, field in template.columns
    ]
    book = Workbook(write_only=True)
    add(book, Sheet("Journal", columns, rows), f"Journal {number}, {journal.month:%Y-%m} {journal.currency}")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def beancount_text(journal: Journal, number: str) -> str:
    """A file that bean-check takes as it is: accounts opened, one transaction for each entry."""
    first = min(entry.day for entry in journal.entries)
    accounts = sorted({account_of(line) for entry in journal.entries for line in entry.lines})
    opened = [f"{first} open {account} {journal.currency}" for account in accounts]
    return "\n".join([f"; Journal {number}", *opened, "", *(transaction(entry, journal) for entry in journal.entries)])


def transaction(entry: Entry, journal: Journal) -> str:
    head = f"{entry.day} * {quoted(entry.text)} ^{entry.reference}"
    lines = [f"  {account_of(line)}  {line.amount} {journal.currency} ; {one_line(line.text)}" for line in entry.lines]
    return "\n".join([head, *lines, ""])


def account_of(line: Line) -> str:
    """What a team carries is an expense of its cost centre; the rest is a liability."""
    root = f"Expenses:C{part(line.cost_centre)}" if line.cost_centre else "Liabilities"
    return f"{root}:A{part(line.account)}"


def part(text: str) -> str:
    """Letters, digits and hyphens, as Beancount has them in accounts."""
    return NOT_IN_ACCOUNTS.sub("-", text)


def quoted(text: str) -> str:
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def one_line(text: str) -> str:
    return " ".join(text.split())
