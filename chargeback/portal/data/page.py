"""Sources, pulls and jobs -> what their pages show. Pure."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from chargeback.costs.pull_changes import PullChanges
from chargeback.costs.pull_history import PullFacts, PullsAsked, PullsFound
from chargeback.jobs.history import JobsAsked, JobsFound

from . import tables, words


def pulls_page(found: PullsFound, asked: PullsAsked, sources: Mapping[str, str], query: QueryDict) -> dict[str, object]:
    empty = "No pull matches." if query else "Nothing has been pulled yet."
    return {
        "help": words.PULLS,
        "found": found,
        "asked": asked,
        "sources": sources,
        "table": tables.pull_table(found.pulls, query, "Pulls, newest first", empty),
    }


def pull_page(pull: PullFacts, changes: Sequence[PullChanges], query: QueryDict) -> dict[str, object]:
    return {
        "help": words.PULL,
        "pull": pull,
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


def jobs_page(found: JobsFound, asked: JobsAsked, query: QueryDict) -> dict[str, object]:
    return {
        "help": words.JOBS,
        "found": found,
        "asked": asked,
        "table": tables.jobs_table(found.jobs, query),
    }
