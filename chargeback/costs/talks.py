"""Conversations with a source's provider: one at a time per payer, each request counted against the budget."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings

from chargeback.jobs.locks import held
from chargeback.sources.aws_calls import PATIENCE, OnRequest, Patience
from chargeback.sources.batch import Access
from chargeback.sources.cost_explorer import Talk, connect

from .meter import Meter
from .models import Source


class PullBusyError(Exception):
    """Somebody else is talking with this payer; it is asked one thing at a time."""


@contextmanager
def payer_held(source: Source) -> Iterator[None]:
    """Nobody else talks with the source's payer inside the block. Raises PullBusyError at once, never waits."""
    with held(f"payer:{source.payer}") as mine:
        if not mine:
            raise PullBusyError(f"Another pull of {source.slug} is running; wait until it has ended.")
        yield


@contextmanager
def conversation(source: Source, clock: Callable[[], dt.datetime], patience: Patience | None = None) -> Iterator[Talk]:
    """A short talk beside pulls (tag keys, a survey): counted against the budget as the schedule's looks are.

    Raises PullBusyError, BudgetError before a request that the budget has no room for, and SourceError.
    """
    with payer_held(source), talk(source, Meter(source, clock), patience=patience) as talking:
        yield talking


@contextmanager
def talk(
    source: Source, meter: Meter, on_request: OnRequest | None = None, patience: Patience | None = None
) -> Iterator[Talk]:
    """A talk paid by the meter. Only for who holds the payer."""
    with connect(access_of(source), on_request or nothing, patience or patience_of_settings(), meter) as talking:
        yield talking


def access_of(source: Source) -> Access:
    return Access(source.payer_account, source.role_arn, source.external_id)


def patience_of_settings() -> Patience:
    return replace(PATIENCE, per_second=settings.COST_EXPLORER_RATE)


def nothing(requests: int, share: float) -> None:
    """Nobody watches."""
