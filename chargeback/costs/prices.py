"""What a pull would cost, said before it is asked for. Makes no request."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from allocation.rulebook import load_rulebook
from chargeback.sources.batch import dollars
from chargeback.sources.window import Window

from .breakdowns import breakdown_of
from .learnt import price_of
from .models import Source


@dataclass(frozen=True, slots=True)
class PullPrice:
    """The price of a pull of whole days, all details asked: requests by step. `is_guess`: no pull has told yet.

    Fewer are made when AWS's totals turn out to be those that are stored.
    """

    start: dt.date
    end: dt.date
    steps: tuple[tuple[str, int], ...]
    is_guess: bool

    @property
    def requests(self) -> int:
        return sum(requests for _, requests in self.steps)

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)


def pull_price(source: Source, window: Window) -> PullPrice:
    price = price_of(source, window, breakdown_of(source, load_rulebook()))
    steps = tuple((step.words, step.requests) for step in price.steps)
    return PullPrice(window.start, window.end, steps, price.survey is None)
