"""What a pull does after its look at the totals: which days it asks in detail, or why it asks none."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from chargeback.clock import month_start
from chargeback.sources.aws_cuts import OTHER_SERVICES
from chargeback.sources.batch import Breakdown, DailyTotal
from chargeback.sources.window import Window

from .budget import budget_of, check_free
from .changes import Question, Reason, StoredDay, days_to_ask, sentence, spans_of
from .learnt import LOOK, last_learnt, price_of
from .models import CostSeries, DailyControl, Pull, Source
from .months import closed_months, stored_days
from .pacing import next_details

ZERO = Decimal(0)
REGROUPED = "none that is stored"
MOVED = frozenset({Reason.NEW, Reason.CHANGED})
NOBODY_WAITS = frozenset({Reason.OLD, Reason.ASKED})


@dataclass(frozen=True, slots=True)
class Todo:
    """The spans to ask in detail; the state the pull ends in when that succeeds; the reason in words."""

    spans: tuple[Window, ...]
    state: Pull.State
    because: str


def todo_for(row: Pull, question: Question, breakdown: Breakdown, totals: Sequence[DailyTotal]) -> Todo:
    """What is to be asked of the days whose totals were just heard."""
    window = Window(row.start, row.end)
    if has_newly_named(row.source, window, breakdown):
        question = replace(question, breakdown=REGROUPED)
    reasons = days_to_ask(totals, stored_days(row.source, window), question)
    todo = decide(reasons, closed_months(window, totals[0].currency))
    prices = [price_of(row.source, span, breakdown).requests - LOOK.requests for span in todo.spans]
    if row.trigger == Pull.Trigger.SCHEDULE and prices:
        return paced(todo, reasons, row.source, prices, question.now)
    check_free(row.source, question.now, sum(prices))
    return todo


def least_price(row: Pull, question: Question, breakdown: Breakdown) -> int:
    """What the pull takes at least: its look, and the details of days that are asked whatever their totals are.

    With nothing of that kind, those of a day: a pull that could not pay for any change is no use.
    """
    window, stored = Window(row.start, row.end), stored_days(row.source, Window(row.start, row.end))
    same = [as_stored(day, stored.get(day)) for day in window.days]
    shut = closed_months(window, last_currency(row.source))
    spans = decide(days_to_ask(same, stored, question), shut).spans
    if not spans:
        spans = (Window(window.days[-1], window.end),)
    return LOOK.requests + sum(price_of(row.source, span, breakdown).requests - LOOK.requests for span in spans)


def as_stored(day: dt.date, stored: StoredDay | None) -> DailyTotal:
    """The total of a day that has not changed."""
    if stored is None:
        return DailyTotal(day, ZERO, ZERO, "", False)
    return DailyTotal(day, stored.billed, stored.effective, stored.currency, False)


def last_currency(source: Source) -> str:
    """The currency of the source's bill as far as it is known."""
    return DailyControl.objects.filter(source=source).order_by("day").values_list("currency", flat=True).last() or ""


def has_newly_named(source: Source, window: Window, breakdown: Breakdown) -> bool:
    """Whether a rule names a service that has cost and so far came only lumped together with others."""
    lumped = CostSeries.objects.filter(source=source, service_name=OTHER_SERVICES)
    if not lumped.exists() or not (survey := last_learnt(source, window)):
        return False
    named = {service for service, billed in survey.services.items() if billed and breakdown.is_named(service)}
    alone = CostSeries.objects.filter(source=source, service_name__in=named).values_list("service_name", flat=True)
    return bool(named - set(alone))


def decide(reasons: Mapping[dt.date, Reason], shut: Collection[dt.date]) -> Todo:
    """What is to be done about these days when money plays no part. Of closed months only changes are asked. Pure."""
    wanted = {day: reason for day, reason in reasons.items() if reason in MOVED or month_start(day) not in shut}
    changed = sorted({month_start(day) for day, reason in reasons.items() if reason in MOVED})
    late = [f"{month:%Y-%m} changed after it was closed" for month in changed if month in shut]
    because = "; ".join(filter(None, [sentence(wanted), *late]))
    if wanted:
        return Todo(tuple(spans_of(wanted)), Pull.State.STORED, because)
    return Todo((), Pull.State.UNCHANGED, because)


def paced(
    todo: Todo, reasons: Mapping[dt.date, Reason], source: Source, prices: Sequence[int], now: dt.datetime
) -> Todo:
    """The same, or nothing now when the month's budget would not last for it."""
    budget = budget_of(source, now)
    if sum(prices) <= budget.due:
        return todo
    when = next_details(now, budget.cap, budget.spent, source.pull_hours, sum(prices))
    waits = set(reasons.values()) - NOBODY_WAITS
    return Todo((), Pull.State.POSTPONED if waits else Pull.State.UNCHANGED, f"{todo.because}; {wait(when, prices)}")


def wait(when: dt.datetime | None, prices: Sequence[int]) -> str:
    if when is None:
        return f"details take about {sum(prices)} requests, more than the source's budget ever leaves: raise it"
    return f"details take about {sum(prices)} requests and wait for the budget until {when:%Y-%m-%d}"
