"""What is re-checked of closed periods: bytes as issued, no gap in numbers, guards in place, all cents there."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import CharField, Count, Max, Min, Q, Sum
from django.db.models.functions import Cast, Concat

from allocation.engine.money import from_cents, to_cents, to_units
from chargeback.billing.models import BillingPeriod
from chargeback.billing.verify import run_problems
from chargeback.clock import next_month
from chargeback.costs.models import DailyControl
from chargeback.jobs.models import Job

from .causes import added
from .comparing import adjusted_cents, last_known, stored_cents
from .frozen import checksum_of
from .guards import missing_guards
from .models import Closing, Statement, Transfer


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
    for period in BillingPeriod.objects.filter(state=BillingPeriod.State.CLOSED).order_by("month", "currency"):
        yield from adjustment_problems(period)
    yield from transfer_problems()


def transfer_problems() -> Iterable[str]:
    """The credit and the recharge of a transfer are together exactly 0, and billed in the same month or not at all."""
    sums = Transfer.objects.annotate(
        total=Sum("adjustments__amount"),
        count=Count("adjustments"),
        ways=Count(Concat("adjustments__state", Cast("adjustments__posted_in", CharField())), distinct=True),
        billed=Count("adjustments__statement__closing", distinct=True),
        unbilled=Count("adjustments", filter=Q(adjustments__statement=None)),
    )
    for made in sums.order_by("pk"):
        if made.total != 0 or made.count < 2:
            yield f"The {made.count} adjustments of {made} come to {made.total}, not to 0."
        if made.ways > 1 or made.billed > 1 or (made.billed and made.unbilled):
            yield f"The credit of {made} and its recharge are not billed together."


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
    if '"audit_head":' in statement.body and f'"audit_head":"{statement.audit_head}"' not in statement.body:
        yield f"Statement {statement}: the audit head kept beside it is not the one that is printed on it."
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


def adjustment_problems(period: BillingPeriod) -> Iterable[str]:
    """What was billed and every adjustment since is the month as it is at the provider now, line by line, in cents."""
    known = last_known(period)
    if known is None:
        return
    if added([("", adjusted_cents(known.closing))]) != added([("", stored_cents(known.run))]):
        yield f"{period}: what was billed and its adjustments are not what the month is known to be."
    if is_waiting(period):
        return
    stored, now = from_cents(sum(stored_cents(known.run).values())), provider_cents(period, known.run.basis)
    if stored != now:
        yield f"{period}: billed and adjusted are {stored}, the provider's total is {now}; it was not compared since."


def is_waiting(period: BillingPeriod) -> bool:
    """A comparison is on its way."""
    slot = f"adjust:{period.month:%Y-%m}"
    return Job.objects.filter(kind="adjust", slot=slot, state__in=[Job.State.QUEUED, Job.State.RUNNING]).exists()


def provider_cents(period: BillingPeriod, basis: str) -> Decimal:
    """What the provider's totals of the month come to now."""
    days = DailyControl.objects.filter(
        day__gte=period.month, day__lt=next_month(period.month), currency=period.currency
    )
    total = days.aggregate(total=Sum(f"{basis}_cost"))["total"] or Decimal(0)
    return from_cents(to_cents(to_units(total)))
