"""Every method in four sentences and an example: shown in the administration, the same words as in docs/rulebook.md."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

METHODS = {
    "fixed": (
        "You agree on weights once and write them down. Weights are any numbers that are not negative: 60 and 40 "
        "mean the same as 3 and 2. Each receiver carries its weight divided by the sum of the weights. A receiver "
        "with weight 0 carries nothing.",
        "Example: the pool cost 1,000; dev has weight 60 and ops 40. Dev carries 600 and ops 400.",
    ),
    "even": (
        "Everybody carries the same. Use it where nobody can say who uses how much. When all teams are receivers, a "
        "new team takes part from its first day, and a team that ends no longer does from that day. The method "
        "needs no upkeep.",
        "Example: the pool cost 1,000 and there are two teams. Dev carries 500 and ops 500.",
    ),
    "proportional": (
        "Who costs more carries more. A receiver weighs what it cost by itself on the days of the split in this "
        "month. A receiver whose own cost is below zero (credits) takes no part. When all their cost together is "
        "zero or less there is nothing to share by, and the fallback decides.",
        "Example: the pool cost 1,000; dev cost 7,500 by itself and ops 2,500. Dev carries 750 and ops 250.",
    ),
    "driver": (
        "A measure decides: gigabytes sent, requests, heads. You enter one reading per receiver and month, by hand "
        "or from a file. Every receiver that the split names must have a reading, if only 0; when all teams are "
        "receivers, one without a reading carries nothing. When a reading is missing or all are 0, the fallback "
        "decides, and the statement says so.",
        "Example: the pool cost 1,000; dev sent 120 GB and ops 30 GB. Dev carries 800 and ops 200.",
    ),
}
COSTS = "databases cost 300 (dev 60, ops 30, network 10) and network costs 950 (dev 50, ops 30, databases 20)."
SETTLEMENTS = {
    "direct": (
        "Pools do not charge each other. A pool among the receivers of another pool is left out, and the other "
        "receivers carry its part. The order of the pools does not matter. This holds unless you choose another.",
        f"Example: {COSTS} Dev carries 793.75 and ops 456.25.",
    ),
    "step-down": (
        "Pools are closed one after the other, in the order that you give. A pool that is closed has handed on all "
        "that it cost and received. It receives nothing more: the other receivers carry its part. Take it where one "
        "clear order exists.",
        f"Example: {COSTS} Databases are closed first: dev carries 792.50 and ops 457.50.",
    ),
    "reciprocal": (
        "All pools charge each other at once. What each pool costs in all is found exactly, as the solution of "
        "simultaneous equations. What a pool uses of itself is counted too. Take it where pools really use each "
        "other.",
        f"Example: {COSTS} Dev carries 800 and ops 450.",
    ),
}
FALLBACKS = {
    "unallocated": "the cost stays unallocated, visibly",
    "even": "the receivers carry even parts",
    "previous": "each receiver's latest reading before counts; for drivers only",
}


def as_list(words: Mapping[str, tuple[str, str]]) -> SafeString:
    """Names with their sentences and examples, for a form."""
    rows = format_html_join("", "<dt>{}</dt><dd>{} <em>{}</em></dd>", ((name, *text) for name, text in words.items()))
    return format_html('<dl class="methods">{}</dl>', rows)
