"""Comparisons of closed months as jobs: after a pull that touched one, and whenever pulls or rules are new to it."""

import datetime as dt

from celery import shared_task

from allocation.engine.rulebook import RulebookError
from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.billing.proof import ProofFailedError
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, Report, handles

from .comparing import compare, last_known, seen_mark


@shared_task
def queue_comparisons() -> None:
    queue_new_comparisons(clock.now())


def queue_new_comparisons(now: dt.datetime) -> list[Job]:
    """A job for each closed month of which something is new. Reads no record, so that it may tick every minute."""
    fingerprint = load_rulebook().fingerprint()
    periods = BillingPeriod.objects.filter(state=BillingPeriod.State.CLOSED).order_by("month")
    new = sorted({period.month for period in periods if is_new(period, fingerprint)})
    return [queue("adjust", f"adjust:{month:%Y-%m}", {"month": f"{month:%Y-%m}"}, None, now) for month in new]


def is_new(period: BillingPeriod, fingerprint: str) -> bool:
    known = last_known(period)
    return known is not None and known.seen != seen_mark(period, fingerprint)


@handles("adjust")
def adjust(job: Job, report: Report) -> str:
    """Compares the closed periods of the month that the job names. Its closing line tells what was proposed."""
    try:
        month = clock.parse_month(job.arguments["month"])
        return compare_month(month, clock.now())
    except (ValueError, ProofFailedError, RulebookError) as refusal:
        raise JobRefusedError(str(refusal)) from refusal


def compare_month(month: dt.date, now: dt.datetime) -> str:
    said = []
    for period in BillingPeriod.objects.filter(month=month, state=BillingPeriod.State.CLOSED).order_by("currency"):
        comparison = compare(period.pk, now)
        count = comparison.adjustments.count() if comparison else 0
        said.append(f"{period}: {f'{count} adjustments proposed' if count else 'as billed'}")
    return "; ".join(said) or "nothing is closed"
