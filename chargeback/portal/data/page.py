"""Sources, pulls and jobs -> what their pages show. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.coverage import CoveredMonth
from chargeback.costs.backfill import Backfill, Need
from chargeback.costs.data_health import DataHealth, SourceHealth
from chargeback.costs.pacing import Budget
from chargeback.costs.prices import PullPrice
from chargeback.costs.pull_changes import PullChanges
from chargeback.costs.pull_history import PullFacts, PullsAsked, PullsFound
from chargeback.costs.tag_advice import earliest_backfill
from chargeback.costs.tag_keys import UsedKey
from chargeback.costs.trouble import trouble_of
from chargeback.jobs.history import JobFacts, JobsAsked, JobsFound

from .. import display
from ..tags.page import told
from . import tables, words

Page = dict[str, object]


def data_page(
    health: DataHealth, covered: CoveredMonth | None, keys: Sequence[UsedKey], query: QueryDict, today: dt.date
) -> Page:
    return {
        "help": words.DATA,
        "health": health,
        "attention": attention(health, keys, today),
        "covered": covered,
        "table": tables.pull_table(health.pulls, query, "Last pulls", "Nothing has been pulled yet."),
    }


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that somebody has to look at, and the address where it is mended."""

    sentence: str
    url: str
    label: str


def attention(health: DataHealth, keys: Sequence[UsedKey], today: dt.date) -> list[Attention]:
    """What needs attention, most urgent first; nothing where all is well."""
    sources = [(one.source, trouble_of(one)) for one in health.sources]
    found = [Attention(sentence, reverse("source", args=[one.slug]), one.name) for one, sentence in sources if sentence]
    found += [Attention(one.advice.sentence, reverse("tags"), "What to do") for one in told(keys, today)]
    found += [Attention(failed(job), reverse("job", args=[job.pk]), "Open the job") for job in health.failed_jobs]
    return found


def failed(job: JobFacts) -> str:
    what = (job.kind.capitalize(), job.arguments.get("source", ""), display.window(job.arguments))
    return f"{' '.join(filter(None, what))} failed: {job.error}"


def source_page(health: SourceHealth, query: QueryDict, today: dt.date) -> Page:
    freshness = health.freshness
    return {
        "help": words.SOURCE,
        "health": health,
        "fresh": freshness,
        "source": freshness.source,
        "trouble": trouble_of(freshness),
        "months": tables.months_table(freshness.months, query),
        "keys": health.keys,
        "told": told(health.keys, today),
        "earliest": earliest_backfill(today),
        "table": tables.pull_table(health.pulls, query, "Last pulls", "Nothing has been pulled from it yet."),
    }


def price_part(price: PullPrice, budget: Budget) -> Page:
    """The price of a pull beside what the budget has left for it, and the first and last day for the form."""
    last = price.end - dt.timedelta(days=1)
    return {
        "price": price,
        "first": price.start,
        "last": last,
        "free": budget.free,
        "fits": price.requests <= budget.free,
    }


def backfill_page(backfill: Backfill, query: QueryDict) -> Page:
    return {
        "help": words.BACKFILL,
        "backfill": backfill,
        "source": backfill.source,
        "waiting": sum(month.need is Need.WAIT for month in backfill.months),
        "table": tables.backfill_table(backfill, query),
    }


def pulls_page(found: PullsFound, asked: PullsAsked, sources: Mapping[str, str], query: QueryDict) -> Page:
    empty = "No pull matches." if query else "Nothing has been pulled yet."
    return {
        "help": words.PULLS,
        "found": found,
        "asked": asked,
        "sources": sources,
        "table": tables.pull_table(found.pulls, query, "Pulls, newest first", empty),
    }


def pull_page(pull: PullFacts, changes: Sequence[PullChanges], query: QueryDict) -> Page:
    return {
        "help": words.PULL,
        "pull": pull,
        "answered": tables.answered_table(pull.answered, query) if pull.answered else None,
        "answered_asked": any(key.startswith("answered-") for key in query),
        "changes": [
            {
                "currency": one.currency,
                "moved": one.moved,
                "effective_before": one.effective_before,
                "effective_after": one.effective_after,
                "day_table": tables.day_changes_table(one, query),
                "series_table": tables.series_changes_table(one, query),
            }
            for one in changes
        ],
    }


def jobs_page(found: JobsFound, asked: JobsAsked, query: QueryDict) -> Page:
    return {
        "help": words.JOBS,
        "found": found,
        "asked": asked,
        "table": tables.jobs_table(found.jobs, query),
    }
