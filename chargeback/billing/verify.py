"""Re-checks every promise about money on the live database. Each check answers with sentences; none is good."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils.module_loading import import_string

from allocation.engine.money import from_cents, to_cents, to_units
from chargeback.clock import next_month
from chargeback.costs.models import RecordPack
from chargeback.costs.packs import read_packs

from .checksums import stored_checksum
from .models import Assignment, BillingPeriod, Charge, Run, StatementLine
from .records import packed_records, stored_records

BASES = ("billed", "effective")
RECORDS_AGAINST_CONTROL = """
    WITH stored AS (
        SELECT s.source_id, r.day, s.currency, sum(r.billed_cost) AS billed, sum(r.effective_cost) AS effective
        FROM costs_costrecord r JOIN costs_costseries s ON s.id = r.series_id GROUP BY 1, 2, 3
    )
    SELECT source.slug, day, coalesce(stored.billed, 0), coalesce(control.billed_cost, 0),
           coalesce(stored.effective, 0), coalesce(control.effective_cost, 0)
    FROM stored FULL JOIN costs_dailycontrol control USING (source_id, day, currency)
    JOIN costs_source source ON source.id = source_id
    WHERE coalesce(stored.billed, 0) <> coalesce(control.billed_cost, 0)
       OR coalesce(stored.effective, 0) <> coalesce(control.effective_cost, 0)
    ORDER BY 1, 2
"""

LINES_AGAINST_DAYS = """
    SELECT count(*) FROM billing_statementline
    WHERE run_id = %s AND amount <> (SELECT coalesce(sum(one), 0) FROM unnest(daily) AS one)
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """How many periods were checked, and one sentence for every promise that is broken."""

    periods: int
    problems: tuple[str, ...]


def verify() -> Verification:
    """Checks records against the provider's totals, every current run against itself, and what other apps promise."""
    periods = list(BillingPeriod.objects.exclude(current_run=None).select_related("current_run").order_by("month"))
    problems = [*record_problems(), *pack_problems()]
    for period in periods:
        if run := period.current_run:
            problems += [f"{period}: {problem}" for problem in run_problems(run)]
    for path in settings.VERIFICATIONS:
        problems += import_string(path)()
    return Verification(len(periods), tuple(problems))


def record_problems() -> Iterable[str]:
    """Days on which a source's records do not add up to what the provider billed."""
    with connection.cursor() as cursor:
        cursor.execute(RECORDS_AGAINST_CONTROL)
        for source, day, billed, control, effective, effective_control in cursor.fetchall():
            yield (
                f"{source} {day}: records are {billed} billed and {effective} effective, "
                f"the provider's totals {control} and {effective_control}."
            )


def pack_problems() -> Iterable[str]:
    """Months whose packs, from which runs are made, do not say what the records say."""
    for month in RecordPack.objects.dates("day", "month"):
        packs = read_packs(month, next_month(month))
        if packs and not packed_records(packs, month, *BASES).equals(stored_records(month, *BASES)):
            yield (
                f"{month:%Y-%m}: the packed records, from which runs are made, are not the records. "
                "Empty the table costs_recordpack, and runs read the records themselves."
            )


def run_problems(run: Run) -> Iterable[str]:
    """What does not add up inside one run."""
    with_nobody = run.allocated + run.unallocated + run.rounding
    cents, bill_in_cents = summed(StatementLine, run, "cents"), from_cents(to_cents(to_units(run.control_total)))
    if with_nobody != run.control_total:
        yield f"allocated and unallocated are {with_nobody}, the bill is {run.control_total}."
    for what, model in (("charges", Charge), ("statement lines", StatementLine), ("assignments", Assignment)):
        if (total := summed(model, run, "amount")) != run.control_total:
            yield f"the {what} add up to {total}, the bill is {run.control_total}."
    if cents != bill_in_cents:
        yield f"the statements add up to {cents}, the bill to {bill_in_cents}."
    if lines := lines_off_their_days(run):
        yield f"{lines} of the statement lines are not the sum of their days."
    if stored_checksum(run) != run.checksum:
        yield f"the charges of run {run.pk} are not the ones it was proved with (their checksum differs)."


def summed(model: type[Charge | StatementLine | Assignment], run: Run, column: str) -> Decimal:
    total = model.objects.filter(run=run).aggregate(total=Sum(column))["total"]
    return total or Decimal(0)


def lines_off_their_days(run: Run) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LINES_AGAINST_DAYS, [run.pk])
        return int(cursor.fetchone()[0])
