"""What a pull does after its look at the totals: which days it asks in detail, or why it asks none."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chargeback.clock import month_start
from chargeback.sources.batch import Breakdown, DailyTotal
from chargeback.sources.window import Window

from .budget import budget_of
from .changes import Question, Reason, days_to_ask, sentence, spans_of
from .learnt import LOOK, price_of
from .models import Pull
from .months import closed_months, stored_days
from .pacing import next_details

NOBODY_WAITS = frozenset({Reason.OLD, Reason.ASKED})


@dataclass(frozen=True, slots=True)
class Todo:
    """The spans to ask in detail; the state the pull ends in when that succeeds; the reason in words."""

    spans: tuple[Window, ...]
    state: Pull.State
    because: str


def todo_for(
    row: Pull,
    window: Window,
    breakdown: Breakdown,
    totals: Sequence[DailyTotal],
    is_full: bool,
    now: dt.datetime,
) -> Todo:
    """What is to be asked of the window whose totals were just heard."""
    question = Question(row.breakdown, now, is_full, row.source.again_before)
    reasons = days_to_ask(totals, stored_days(row.source, window), question)
    todo = decide(reasons, closed_months(window, totals[0].currency))
    if row.trigger == Pull.Trigger.SCHEDULE and todo.spans:
        return paced(todo, reasons, row, breakdown, now)
    return todo


def decide(reasons: Mapping[dt.date, Reason], shut: Collection[dt.date]) -> Todo:
    """What is to be done about these days when money plays no part. Closed months are only looked at. Pure."""
    in_open = {day: reason for day, reason in reasons.items() if month_start(day) not in shut}
    changed = sorted({month_start(day) for day, reason in reasons.items() if reason in (Reason.NEW, Reason.CHANGED)})
    late = [f"{month:%Y-%m} changed after it was closed" for month in changed if month in shut]
    because = "; ".join(filter(None, [sentence(in_open), *late]))
    if in_open:
        return Todo(tuple(spans_of(in_open, shut)), Pull.State.STORED, because)
    return Todo((), Pull.State.CLOSED if late else Pull.State.UNCHANGED, because)


def paced(todo: Todo, reasons: Mapping[dt.date, Reason], row: Pull, breakdown: Breakdown, now: dt.datetime) -> Todo:
    """The same, or nothing now when the month's budget would not last for it."""
    prices = [price_of(row.source, span, breakdown).requests - LOOK.requests for span in todo.spans]
    budget = budget_of(row.source, now)
    if sum(prices) <= budget.due:
        return todo
    when = next_details(now, budget.cap, budget.spent, row.source.pull_hours, sum(prices))
    waits = set(reasons.values()) - NOBODY_WAITS
    return Todo((), Pull.State.POSTPONED if waits else Pull.State.UNCHANGED, f"{todo.because}; {wait(when, prices)}")


def wait(when: dt.datetime | None, prices: Sequence[int]) -> str:
    if when is None:
        return f"details take about {sum(prices)} requests, more than the source's budget ever leaves: raise it"
    return f"details take about {sum(prices)} requests and wait for the budget until {when:%Y-%m-%d}"
