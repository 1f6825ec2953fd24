"""Explored cost -> a file: the same rows and columns as on the page, and the runs that they come from."""

import datetime as dt

from chargeback.billing.explore_figures import Bucket, Explored
from chargeback.billing.explore_rows import shown

from .cells import CENTS, Value
from .csv_files import csv_bytes
from .sheets import Column, Sheet
from .statement_sheets import summary_of
from .workbook import made_workbook


def explore_csv(found: Explored, rows: int) -> bytes:
    """One row per group and one for all others, no totals; each column adds up to that of the page."""
    heads = (
        "currency",
        "basis",
        "runs",
        "group",
        "value",
        "name",
        *map(head, found.buckets),
        "total",
        "compared_total",
    )
    fixed = (found.currency, bases(found), runs(found), found.asked.group)
    lines = (
        (*fixed, "" if one.word.startswith("\x1f") else one.word, one.name, *one.cents, one.total, one.previous)
        for one in shown(found, rows)
    )
    return csv_bytes(heads, lines)


def explore_workbook(found: Explored, rows: int) -> bytes:
    """What was asked for with the runs behind it, and the table with its total."""
    title = f"Explore by {found.asked.group} {found.asked.span.first} to {found.asked.span.last}"
    created = max((run.calculated_at for run in found.runs), default=None)
    return made_workbook([summary(found), table(found, rows)], title, f"runs {runs(found)}", created)


def head(one: Bucket) -> str:
    """A day, a month, or the days of it."""
    if one.first == one.last:
        return f"{one.first}"
    is_month = one.first.day == 1 and (one.last + dt.timedelta(days=1)).day == 1
    return f"{one.first:%Y-%m}" if is_month else f"{one.first} to {one.last}"


def table(found: Explored, rows: int) -> Sheet:
    amounts = [Column(head(one), 14, CENTS) for one in found.buckets]
    heads = [Column("Value", 30), Column("Name", 40), *amounts, Column("Total", 16, CENTS)]
    total: list[Value] = ["Total", None, *found.total.cents, found.total.total]
    lines: list[list[Value]] = [
        ["" if one.word.startswith("\x1f") else one.word, one.name, *one.cents, one.total] for one in shown(found, rows)
    ]
    if found.compared:
        heads.append(Column(f"{found.compared.first} to {found.compared.last}", 16, CENTS))
        total.append(found.total.previous)
        for line, one in zip(lines, shown(found, rows), strict=True):
            line.append(one.previous)
    return Sheet("Explore", heads, lines, total)


def summary(found: Explored) -> Sheet:
    asked = found.asked
    rows: list[tuple[str, Value]] = [
        ("Cost by", asked.group),
        ("First day", asked.span.first),
        ("Last day", asked.span.last),
        ("Listed by", "day" if asked.by_day else "month"),
        ("Cost", asked.cost.value or "as charged"),
        ("Metric", asked.metric.value or "as on the statements"),
        *(("Only", f"{dimension}: {word or '(none)'}") for dimension, word in asked.only),
        *(("Without", f"{dimension}: {word or '(none)'}") for dimension, word in asked.without),
        ("Currency", found.currency),
        ("Total", found.total.total),
        *((f"Run of {run.month:%Y-%m}", run_in_words(found, place)) for place, run in enumerate(found.runs)),
    ]
    return summary_of(rows, found.currency)


def run_in_words(found: Explored, place: int) -> str:
    run = found.runs[place]
    estimated = ", estimated" if run.is_estimated else ""
    other = f" (statements: {run.statements_basis} cost)" if run.basis != run.statements_basis else ""
    return f"run {run.run_id}, {run.basis} cost{other}, {run.state}{estimated}, checksum {run.checksum}"


def bases(found: Explored) -> str:
    return " ".join(sorted({run.basis for run in found.runs}))


def runs(found: Explored) -> str:
    return " ".join(f"{run.month:%Y-%m}:{run.run_id}" for run in found.runs)
