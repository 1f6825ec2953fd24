"""Where the rows of Explore lead: one step deeper, into what is selected."""

from django.http import QueryDict

from chargeback.billing.cubes import NO_SERIES, NOT_KEPT
from chargeback.billing.explore_figures import OTHER, Explored, Group

from .asked import with_query, written

# What one looks at next within a team, a project ...
NEXT = {"team": "service", "project": "service", "service": "account", "pool": "service"}


def narrowed(found: Explored, group: Group, query: QueryDict) -> str:
    """The same days of this group alone, told apart by the next dimension; empty where there is no group."""
    if group.word in (NO_SERIES, NOT_KEPT, OTHER):
        return ""
    dimension = found.asked.group
    kept = [written(name, word) for name, word in found.asked.only if name != dimension]
    only = [*kept, written(dimension, group.word)]
    return "?" + with_query(query, only=only, group=NEXT.get(dimension, "service"), sort=None)
