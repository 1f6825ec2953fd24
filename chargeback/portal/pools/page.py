"""Pools -> what their pages show. Pure: no request, no database."""

from typing import Any

from django.http import QueryDict

from chargeback.billing.figures import Stamp
from chargeback.billing.pool_figures import PoolFigures

from ..access.pools import SharedPools
from ..help import Help
from .charts import flow_chart
from .tables import carried_table, comparison_table, flows_table, pools_table, shares_table

SETTLEMENTS = {
    "direct": "Pools do not charge each other.",
    "step-down": "Pools are closed one after the other.",
    "reciprocal": "All pools charge each other at once; the exact solution is used.",
}
HELP = Help(
    "Shared cost belongs to no project: it goes into pools, and each pool is shared among teams, projects or pools.",
    (
        ("Own cost", "What the bill put into the pool, in cents. Own costs of all pools are all shared cost."),
        ("From other pools", "What other pools charged it; it is handed on together with its own cost."),
        ("How it is shared", "The split rule that held in this month."),
        ("What did not go to plan", "A fallback had to be used, for example because a reading was missing."),
    ),
)
POOL_HELP = Help(
    "One pool of one month: who took which part of it, by which weight. The parts on any day add up to 100 %.",
    (
        ("Weight", "What the part is counted by: own cost, a reading of the driver, or an agreed number."),
        ("Part", "Weight divided by the sum of all weights."),
        ("In the end", "Where pools charge other pools: who bears this pool's own cost after all settling."),
    ),
)


def pools_page(shown: SharedPools, query: QueryDict) -> dict[str, object]:
    stamp, comparison = shown.stamp, shown.comparison
    return {
        "stamp": stamp,
        "pools": shown.pools,
        "settlement": SETTLEMENTS[shown.pools.settlement],
        "table": pools_table(shown.pools, stamp, query),
        "chart": flow_chart(shown.pools),
        "flows": flows_table(shown.pools, stamp.currency, query),
        "flows_asked": any(key.startswith("flows-") for key in query),
        "comparison": comparison,
        "settlements": comparison_table(comparison, stamp.currency, query) if comparison else None,
        "impossible": [one for one in comparison.outcomes if one.problems] if comparison else [],
        "help": HELP,
    }


def pool_page(stamp: Stamp, figures: PoolFigures, query: QueryDict) -> dict[str, Any]:
    return {
        "stamp": stamp,
        "pool": figures.row,
        "spans": [
            shares_table(span, place, stamp.currency, query) for place, span in enumerate(figures.spans, start=1)
        ],
        "charges_pools": any(share.receiver.startswith("pool ") for span in figures.spans for share in span.shares),
        "carried": carried_table(figures.carried, figures.names, stamp.currency, query),
        "help": POOL_HELP,
    }
