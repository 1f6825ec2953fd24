"""A source's requests counted against its budget, each before it is made: no race and no crash passes the cap."""

import datetime as dt

from django.db.models import F

from chargeback.clock import month_start, next_month

from .models import RequestCount, Source
from .pacing import Budget, budget_at, looks_after, smallest_budget

RAISE = "Raise the source's budget."


class BudgetError(Exception):
    """The budget has no request left for this. The message says why and what to do; `until` is when it may pass."""

    def __init__(self, sentence: str, what_to_do: str, until: dt.datetime) -> None:
        super().__init__(f"{sentence} {what_to_do}")
        self.sentence = sentence
        self.what_to_do = what_to_do
        self.until = until


def budget_of(source: Source, now: dt.datetime) -> Budget:
    """The source's budget of the calendar month of `now`."""
    month = month_start(now.date())
    spent = RequestCount.objects.filter(source=source, month=month).values_list("requests", flat=True).first()
    return budget_at(now, source.request_budget, spent or 0, source.pull_hours)


def spend(source: Source, now: dt.datetime, is_look: bool) -> None:
    """One more request is counted, or BudgetError: looks may use all of the budget, details leave what looks need."""
    source = Source.objects.get(pk=source.pk)  # an admin may have changed the budget meanwhile
    kept = 0 if is_look else looks_after(now, source.pull_hours)
    count = RequestCount.objects.filter(source=source, month=month_start(now.date()))
    below = count.filter(requests__lt=source.request_budget - kept)
    one_more = F("requests") + 1
    if below.update(requests=one_more):
        return
    RequestCount.objects.get_or_create(source=source, month=month_start(now.date()))
    if not below.update(requests=one_more):
        sentence = (
            f"No request is left for this. {in_numbers(budget_of(source, now))} The stored costs are as they were."
        )
        raise BudgetError(sentence, raise_or_wait(now), next_budget(now))


def give_back(source: Source, now: dt.datetime) -> None:
    """A request that was counted turned out to cost nothing."""
    count = RequestCount.objects.filter(source=source, month=month_start(now.date()), requests__gt=0)
    count.update(requests=F("requests") - 1)


def check_free(source: Source, now: dt.datetime, expected: int) -> None:
    """Raises BudgetError when a pull of so many requests would leave the schedule's looks without."""
    budget = budget_of(source, now)
    if expected > budget.free:
        sentence = f"About {expected} requests are needed. {in_numbers(budget)}"
        never = budget.cap < smallest_budget(source.pull_hours, expected)
        raise BudgetError(sentence, RAISE if never else raise_or_wait(now), next_budget(now))


def next_budget(now: dt.datetime) -> dt.datetime:
    """When the next calendar month, and with it a new budget, begins."""
    first = next_month(now.date())
    return dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC)


def raise_or_wait(now: dt.datetime) -> str:
    return f"{RAISE[:-1]}, or wait until {next_month(now.date())}."


def in_numbers(budget: Budget) -> str:
    """For example: Of November's 300 requests 280 were made and 12 are kept for the daily looks, so 8 are free."""
    return (
        f"Of {budget.month:%B}'s {budget.cap} requests {budget.spent} were made and {budget.kept} are kept for "
        f"looking every day, so {budget.free} are free."
    )
