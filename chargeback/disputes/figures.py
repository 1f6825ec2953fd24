"""Disputes as frozen values."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User

from .models import Dispute, Step


@dataclass(frozen=True, slots=True)
class StepFacts:
    state: str
    by: str
    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """A dispute with its steps, oldest first; none in a list. `what` and `query` lead to the explanation."""

    pk: int
    month: dt.date
    currency: str
    team: str
    team_name: str
    what: str
    query: str
    amount: Decimal
    state: str
    is_open: bool
    raised_by: str
    raised_at: dt.datetime
    steps: tuple[StepFacts, ...] = ()


def facts(row: Dispute, steps: tuple[StepFacts, ...] = ()) -> DisputeFacts:
    return DisputeFacts(
        pk=row.pk,
        month=row.period.month,
        currency=row.period.currency,
        team=row.team.slug,
        team_name=row.team.name,
        what=row.what,
        query=row.query,
        amount=row.amount,
        state=row.state,
        is_open=row.is_open,
        raised_by=called(row.raised_by),
        raised_at=row.raised_at,
        steps=steps,
    )


def with_steps(row: Dispute) -> DisputeFacts:
    steps = Step.objects.filter(dispute=row).select_related("by")
    return facts(row, tuple(StepFacts(one.state, called(one.by), one.at, one.text) for one in steps))


def called(user: User) -> str:
    return user.get_full_name() or user.get_username()
