"""The till of a conversation: every request is counted in the budget, and on its pull, before it is made."""

import datetime as dt
from collections.abc import Callable

from chargeback.sources.aws_calls import Till

from .budget import give_back, spend
from .models import Pull, Source


class Meter(Till):
    """`requests` is what the conversation has cost so far. It begins with looks; `details` says that they are over."""

    def __init__(self, source: Source, clock: Callable[[], dt.datetime], row: Pull | None = None) -> None:
        self.source = source
        self.clock = clock
        self.row = row
        self.requests = 0
        self.is_look = True
        self.taken_at = clock()

    def take(self) -> None:
        """Raises BudgetError when the budget has nothing left for it."""
        self.taken_at = self.clock()
        spend(self.source, self.taken_at, self.is_look)
        self.count(1)

    def give_back(self) -> None:
        give_back(self.source, self.taken_at)  # to the month that it was taken from
        self.count(-1)

    def count(self, change: int) -> None:
        self.requests += change
        if self.row:  # at once, for the worker may be killed at the next request
            self.row.requests = self.requests
            Pull.objects.filter(pk=self.row.pk).update(requests=self.requests)

    def details(self) -> None:
        """From now on requests leave alone what the schedule's looks need."""
        self.is_look = False
