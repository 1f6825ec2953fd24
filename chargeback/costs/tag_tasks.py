"""Lists of tag keys as jobs: queued by a person or by the clock."""

import datetime as dt
from typing import TYPE_CHECKING

from celery import shared_task

from chargeback import clock
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.jobs.work import JobRefusedError, NotYetError, Report, handles
from chargeback.sources.refusals import SourceError

from .budget import BudgetError
from .models import Source
from .tag_listing import list_tags, queue_due_listings
from .talks import PullBusyError

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@shared_task
def queue_tag_lists() -> None:
    queue_due_listings(clock.now(), clock.today())


def queue_tag_list(source: Source, user: "User | None", now: dt.datetime) -> Job:
    """The open job that asks for the source's tag keys."""
    return queue("tag list", f"tag-list:{source.slug}", {"source": source.slug}, user, now)


@handles("tag list")
def run_tag_list(job: Job, report: Report) -> str:
    source = Source.objects.filter(slug=job.arguments["source"]).first()
    if source is None:
        raise JobRefusedError(f"The source {job.arguments['source']!r} is no longer there.")
    try:
        count = list_tags(source, clock.now)
        return f"{count} tag key{'' if count == 1 else 's'} listed"
    except SourceError as error:
        raise JobRefusedError(str(error), may_pass=error.may_pass) from error
    except BudgetError as error:
        raise JobRefusedError(str(error)) from error
    except PullBusyError as error:
        raise NotYetError(str(error)) from error
