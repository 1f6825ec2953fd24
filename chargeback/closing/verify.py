"""What is re-checked of closed periods: bytes as issued, no gap in numbers, guards in place, all cents there."""

from collections.abc import Iterable

from django.db.models import Count, Max, Min, Sum

from chargeback.billing.models import BillingPeriod
from chargeback.billing.verify import run_problems

from .frozen import checksum_of
from .guards import missing_guards
from .models import Closing, Statement


def closing_problems() -> Iterable[str]:
    """One sentence for every promise about closed periods that is broken."""
    closings = list(Closing.objects.select_related("period", "run").order_by("pk"))
    yield from missing_guards(sorted({closing.run_id for closing in closings}))
    yield from period_problems({closing.period_id for closing in closings})
    yield from number_problems()
    for statement in Statement.objects.order_by("pk").iterator(chunk_size=200):
        yield from statement_problems(statement)
    for closing in closings:
        yield from closing_sums(closing)


def period_problems(with_closing: set[int]) -> Iterable[str]:
    for period in BillingPeriod.objects.filter(state=BillingPeriod.State.CLOSED).order_by("month", "currency"):
        last = Closing.objects.filter(period=period).order_by("version").last()
        if last is None:
            yield f"{period} is closed and has no statements."
        elif last.run_id != period.current_run_id:
            yield f"{period} shows run {period.current_run_id} and was closed with run {last.run_id}."


def number_problems() -> Iterable[str]:
    """Numbers of a year and places in a period run from 1 without a gap; the database keeps them from being doubled."""
    for by, column in (("year", "number"), ("period", "position")):
        rows = Statement.objects.values_list(by).annotate(Min(column), Max(column), Count("pk")).order_by(by)
        for which, first, last, count in rows:
            if (first, last) != (1, count):
                yield f"The statements of {by} {which} are numbered {first} to {last}, and there are {count} of them."


def statement_problems(statement: Statement) -> Iterable[str]:
    if checksum_of(statement.body) != statement.checksum:
        yield f"Statement {statement} is not the one that was issued (its checksum differs)."
    lines = statement.lines.aggregate(total=Sum("amount"))["total"] or 0
    if lines != statement.total:
        yield f"The lines of statement {statement} add up to {lines}, it says {statement.total}."


def closing_sums(closing: Closing) -> Iterable[str]:
    """The statements' own charges are the bill, and the run that was billed is still what it was."""
    sums = closing.statements.aggregate(direct=Sum("direct"), shared=Sum("shared"))
    charges = (sums["direct"] or 0) + (sums["shared"] or 0)
    if charges != closing.bill:
        yield f"{closing}: the statements come to {charges}, the bill to {closing.bill}."
    if closing.run_id != closing.period.current_run_id:  # the others are checked as current runs
        yield from (f"{closing}: {problem}" for problem in run_problems(closing.run))
