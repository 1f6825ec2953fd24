"""What the close asks of the run: proved, pools shared by their keys, readings there, little unallocated."""

from decimal import Decimal

from allocation.models import AllocationOptions
from chargeback.billing.attention import pool_exceptions
from chargeback.billing.attention_figures import PoolException
from chargeback.billing.models import Run
from chargeback.billing.stamps import names_of

from .checks import Check, Closeable
from .models import Adjustment, Review
from .transferring import standing

HUNDRED = Decimal(100)


def proof_is_ok(subject: Closeable) -> Check:
    """The sums that were proved when the run was stored. The close itself adds all of them up anew."""
    run = subject.run
    difference = run.control_total - run.allocated - run.unallocated - run.rounding
    says = (
        f"Allocated, unallocated and rounding are the bill of {run.control_total:,.2f}; difference {difference:,.2f}."
    )
    return Check("proof", "Every cent proved", not difference, says, can_be_overridden=False)


def splits_are_complete(subject: Closeable) -> Check:
    """No pool that cost something fell back or stayed with nobody for want of a split."""
    found = [one for one in exceptions(subject.run) if not one.lacks_readings]
    says = in_words(found) or "Every pool was shared by its rule, to the whole."
    return Check("splits", "Every split complete", not found, says)


def readings_are_there(subject: Closeable) -> Check:
    """Every driver that shares a pool has its readings of the month."""
    found = [one for one in exceptions(subject.run) if one.lacks_readings]
    return Check("readings", "Readings present", not found, in_words(found) or "Every driver in use has its readings.")


def exceptions(run: Run) -> list[PoolException]:
    return list(pool_exceptions(run, names_of(run)))


def in_words(found: list[PoolException]) -> str:
    return "; ".join(f"{one.name}: {one.note or 'with nobody'}" for one in found)


def unallocated_is_little(subject: Closeable) -> Check:
    """Unallocated is at most the limit, in percent of the bill."""
    limit = AllocationOptions.objects.values_list("unallocated_limit", flat=True).first() or Decimal(0)
    percent = unallocated_percent(subject.run)
    says = f"{percent:.2f} % of the bill is unallocated; the limit is {limit:.2f} %."
    return Check("unallocated", "Unallocated under the limit", percent <= limit, says)


def unallocated_percent(run: Run) -> Decimal:
    """Of a bill of nothing: 100 where something is unallocated all the same."""
    if not run.control_total:
        return HUNDRED if run.unallocated else Decimal(0)
    return abs(HUNDRED * run.unallocated / run.control_total)


def adjustments_are_decided(subject: Closeable) -> Check:
    """No adjustment of an earlier month waits for a decision; what is held is decided to be held."""
    waiting = Adjustment.objects.filter(posted_in=subject.period, state=Adjustment.State.PROPOSED).count()
    says = f"{waiting} wait for a decision." if waiting else "None waits for a decision."
    return Check("adjustments", "Adjustments of earlier months decided", not waiting, says)


def transfers_are_needed(subject: Closeable) -> Check:
    """A new version of a month does not know what transfers have moved of it: somebody has to say that both hold."""
    moved = list(standing().filter(period=subject.period)) if subject.version > 1 else []
    names = ", ".join(f"{one} ({one.reference})" for one in moved)
    says = f"Moved beside the statements: {names}. Take back what the rules say by now." if moved else "None stands."
    return Check("transfers", "Transfers beside a new version", not moved, says)


def reviewed_by_another(subject: Closeable) -> Check:
    """Somebody other than who closes has looked at exactly this run."""
    reviews = Review.objects.filter(period=subject.period, run=subject.run).select_related("by")
    if subject.by:
        reviews = reviews.exclude(by=subject.by)
    last = reviews.order_by("at").last()
    if last is None:
        return Check("second-person", "Reviewed by a second person", False, "Nobody else has looked at this run yet.")
    says = f"{last.by.get_full_name() or last.by.get_username()} looked at run {subject.run.pk}."
    return Check("second-person", "Reviewed by a second person", True, says)
