"""Asks AWS for a source's cost allocation tags: once a week, and every day while a key in use is missing."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from chargeback.jobs.locks import hold_until_commit
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.sources.aws_calls import Patience
from chargeback.sources.cost_explorer import tag_keys
from chargeback.sources.refusals import SourceError

from .budget import budget_of
from .models import Source, TagListing
from .months import ask_again
from .tag_keys import note_refusal, store_keys, used_keys
from .talks import conversation

USUALLY = dt.timedelta(days=7)
WHILE_MISSING = dt.timedelta(hours=20)  # the next day, whatever hour the last one was asked at


def list_tags(source: Source, clock: Callable[[], dt.datetime], patience: Patience | None = None) -> int:
    """The source's keys are stored as AWS lists them now; returns how many there are.

    When a key that the source is pulled by has become active, its open days are pulled again in detail. Raises
    SourceError, which is noted beside the last list, BudgetError and PullBusyError.
    """
    try:
        with conversation(source, clock, patience) as talk:
            keys = tag_keys(talk)
    except SourceError as error:
        note_refusal(source, error, clock())
        raise
    with transaction.atomic():
        if activated := store_keys(source, keys, clock()):
            ask_again(source, f"AWS has activated the tag key {', '.join(activated)}", clock())
    return len(keys)


@transaction.atomic
def queue_due_listings(now: dt.datetime, today: dt.date) -> list[Job]:
    """Each enabled source whose list is due has a job today, however often this is called."""
    hold_until_commit("tag-lists")
    missing = {used.source for used in used_keys() if used.is_loud}
    listings = {one.source_id: one.tried_at for one in TagListing.objects.all()}
    due = [
        source
        for source in Source.objects.filter(is_enabled=True)
        if is_due(listings.get(source.pk), source.slug in missing, now)
    ]
    return [job for source in due if (job := queue_daily_listing(source, now, today))]


def is_due(tried_at: dt.datetime | None, is_missing: bool, now: dt.datetime) -> bool:
    return tried_at is None or now - tried_at >= (WHILE_MISSING if is_missing else USUALLY)


def queue_daily_listing(source: Source, now: dt.datetime, today: dt.date) -> Job | None:
    """The new job; None when there was one today, or when no request is left this month."""
    slot = f"daily-tag-list:{source.slug}:{today}"
    if Job.objects.filter(slot=slot).exists() or not budget_of(source, now).left:
        return None
    return queue("tag list", slot, {"source": source.slug}, None, now)
