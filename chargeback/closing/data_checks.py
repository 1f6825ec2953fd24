"""What the close asks of the data: final at every source, nothing failed, and the run made from it as it is now."""

import datetime as dt

from django.db.models import Q

from allocation.rulebook import load_rulebook
from chargeback.billing.models import Run
from chargeback.clock import next_month
from chargeback.costs.models import DailyControl, Pull
from chargeback.costs.states import MonthState, State, month_states

from .checks import Check, Closeable

NOT_YET = {
    State.MISSING: "nothing is stored",
    State.INCOMPLETE: "days are missing",
    State.CHANGED: "the provider's total has changed since the last pull; pull again",
    State.STALE: "nobody has looked for too long; pull again",
    State.ESTIMATED: "the provider says that it may still change",
    State.FRESH: "not estimated any more, but the total has to be the same in two pulls",
}
FAILED = (Pull.State.REFUSED, Pull.State.NO_BUDGET)


def data_is_final(subject: Closeable) -> Check:
    """Not estimated, complete, and the provider's total the same in two pulls: of every source with such costs."""
    open_ones = [f"{state.source}: {NOT_YET[state.state]}." for state in states(subject) if not state.is_final]
    says = " ".join(open_ones) or "The provider's totals were the same in two pulls, none of them estimated."
    return Check("data-final", "Data final for all sources", not open_ones, says)


def states(subject: Closeable) -> list[MonthState]:
    month, currency = subject.period.month, subject.period.currency
    found = month_states(subject.now, subject.today)
    return [state for state in found if state.month == month and state.heard.currency == currency]


def no_pull_failed(subject: Closeable) -> Check:
    """The last pull of the month went well at every source."""
    month = subject.period.month
    failed = []
    for source in (
        DailyControl.objects.filter(of_month(month)).order_by("source").values_list("source", flat=True).distinct()
    ):
        last = Pull.objects.filter(source=source, start__lt=next_month(month), end__gt=month).order_by("pk").last()
        if last and last.state in FAILED:
            failed.append(f"{last.source}: {last.error or last.get_state_display()}")
    return Check(
        "no-failed-pull", "No failed pull", not failed, " ".join(failed) or "Every source's last pull went well."
    )


def run_is_current(subject: Closeable) -> Check:
    """The run was made from the records, rules and basis as they are now."""
    run, period = subject.run, subject.period
    old = []
    if set(run.pulls.values_list("pk", flat=True)) != pulls_of(run):
        old.append("costs were pulled since")
    if run.rulebook_fingerprint != load_rulebook().fingerprint():
        old.append("the rulebook has changed since")
    if run.basis != period.basis:
        old.append("the basis has changed since")
    says = f"Run {run.pk}: {', '.join(old)}. Run the month again." if old else f"Run {run.pk} is made from all of it."
    return Check("run-current", "Calculated from today's data and rules", not old, says)


def pulls_of(run: Run) -> set[int]:
    days = DailyControl.objects.filter(of_month(run.period.month), currency=run.period.currency)
    return set(days.values_list("pull_id", flat=True).distinct())


def of_month(month: dt.date) -> Q:
    return Q(day__gte=month, day__lt=next_month(month))
