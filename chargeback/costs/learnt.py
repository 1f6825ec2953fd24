"""What a pull learnt of a bill, kept as JSON on its row, and the price of the next pull that follows from it."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from chargeback.sources.aws_dimensions import (
    COST_CATEGORY,
    PRODUCT,
    REGION,
    TAG,
    USAGE_TYPE,
    dimensions_of,
    name_of,
    products_of,
)
from chargeback.sources.batch import Breakdown, Pairs, Step, Survey, dollars
from chargeback.sources.cost_explorer import experienced, plan_of
from chargeback.sources.window import Window

from .models import Pull, Source

FIRST_GUESS = Step("details of a bill that was never seen; a guess", 15)
LOOK = Step("totals by day, to see whether anything changed", 1)


@dataclass(frozen=True, slots=True)
class Price:
    """What a pull is expected to cost, all details asked. `survey` is what it rests on; None: nothing was ever learnt.

    `is_guess` when that is so, or when the breakdown has a dimension that was never pulled.
    """

    steps: tuple[Step, ...]
    survey: Survey | None
    is_guess: bool = False

    @property
    def requests(self) -> int:
        return sum(step.requests for step in self.steps)

    @property
    def dollars(self) -> Decimal:
        return dollars(self.requests)


def price_of(source: Source, window: Window, breakdown: Breakdown) -> Price:
    """The price of a pull of the window, from what the last pull of it or of another month learnt. No request."""
    return price_from(last_learnt(source, window), window, breakdown, experience(source))


def price_from(
    survey: Survey | None, window: Window, breakdown: Breakdown, experience: tuple[int, int] = (1, 1)
) -> Price:
    """The price by a survey. `experience` is how many requests were taken for how many that were planned."""
    if survey is None:
        return Price((LOOK, FIRST_GUESS), None, is_guess=True)
    plan = experienced(plan_of(survey, seen_of(breakdown, survey), window), *experience)
    steps = (LOOK, Step("what occurs in the bill", survey.requests), *plan.steps)
    if not (unseen := unseen_in(breakdown, survey)):
        return Price(steps, survey)
    more = Step(f"{', '.join(unseen)}: never pulled, a guess", len(unseen) * (plan.requests + 1))
    return Price((*steps, more), survey, is_guess=True)


def experience(source: Source) -> tuple[int, int]:
    """The requests that the details of the last stored pull took, and how many were planned for them."""
    stored = Pull.objects.filter(source=source, state=Pull.State.STORED, planned_requests__gt=0).order_by("-pk")
    last = stored.values_list("requests", "survey_requests", "planned_requests").first()
    if last is None:
        return 1, 1
    requests, surveyed, planned = last
    return max(1, requests - LOOK.requests - surveyed), planned


def unseen_in(breakdown: Breakdown, survey: Survey) -> list[str]:
    """The dimensions of the breakdown that the survey did not ask for, in words."""
    asked = (*dimensions_of(breakdown), *products_of(breakdown))
    return [name_of(dimension) for dimension in asked if dimension not in survey.values]


def seen_of(breakdown: Breakdown, survey: Survey) -> Breakdown:
    """The breakdown without the dimensions that the survey did not ask for."""
    return replace(
        breakdown,
        tag_keys=tuple(key for key in breakdown.tag_keys if f"{TAG}:{key}" in survey.values),
        cost_categories=tuple(key for key in breakdown.cost_categories if f"{COST_CATEGORY}:{key}" in survey.values),
        product_attributes=tuple(key for key in breakdown.product_attributes if f"{PRODUCT}:{key}" in survey.values),
        by_region=breakdown.by_region and REGION in survey.values,
        by_usage_type=breakdown.by_usage_type and USAGE_TYPE in survey.values,
    )


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
