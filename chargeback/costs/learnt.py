"""What a pull learnt of a bill, kept as JSON on its row, and the price of the next pull that follows from it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from chargeback.sources.batch import Breakdown, Pairs, Step, Survey, dollars
from chargeback.sources.cost_explorer import plan_of
from chargeback.sources.window import Window

from .models import Pull, Source

FIRST_GUESS = Step("details of a bill that was never seen; a guess", 15)
LOOK = Step("totals by day, to see whether anything changed", 1)


@dataclass(frozen=True, slots=True)
class Price:
    """What a pull is expected to cost, all details asked. `survey` is what it rests on; None: a guess."""

    steps: tuple[Step, ...]
    survey: Survey | None

    @property
    def requests(self) -> int:
        return sum(step.requests for step in self.steps)

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)


def price_of(source: Source, window: Window, breakdown: Breakdown) -> Price:
    """The price of a pull of the window, from what the last pull of it or of another month learnt. No request."""
    return price_from(last_learnt(source, window), window, breakdown)


def price_from(survey: Survey | None, window: Window, breakdown: Breakdown) -> Price:
    if survey is None:
        return Price((LOOK, FIRST_GUESS), None)
    first = Step("what occurs in the bill", survey.requests)
    return Price((LOOK, first, *plan_of(survey, breakdown, window).steps), survey)


def last_learnt(source: Source, window: Window) -> Survey | None:
    """What the newest pull learnt of days of the window, else of any days."""
    pulls = Pull.objects.filter(source=source, learnt__isnull=False).order_by("-pk")
    here = pulls.filter(asked_from__lt=window.end, asked_until__gt=window.start)
    found = (here.values_list("learnt", flat=True).first()) or pulls.values_list("learnt", flat=True).first()
    return from_json(found) if found else None


def to_json(survey: Survey) -> dict[str, Any]:
    return {
        "start": survey.window.start.isoformat(),
        "end": survey.window.end.isoformat(),
        "accounts": dict(survey.accounts),
        "services": {service: str(billed) for service, billed in survey.services.items()},
        "record_types": dict(survey.record_types),
        "values": dict(survey.values),
        "pairs": [[pair.first, pair.second, sorted(map(list, pair.values))] for pair in survey.pairs],
        "page_size": survey.page_size,
        "requests": survey.requests,
    }


def from_json(learnt: dict[str, Any]) -> Survey:
    return Survey(
        window=Window(dt.date.fromisoformat(learnt["start"]), dt.date.fromisoformat(learnt["end"])),
        accounts=learnt["accounts"],
        services={service: Decimal(billed) for service, billed in learnt["services"].items()},
        record_types=learnt["record_types"],
        values=learnt["values"],
        pairs=tuple(
            Pairs(first, second, frozenset((one, other) for one, other in values))
            for first, second, values in learnt["pairs"]
        ),
        page_size=learnt["page_size"],
        requests=learnt["requests"],
    )
