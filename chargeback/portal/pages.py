"""Figures -> what the templates show: tables, charts, sentences. Pure: no request, no database."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from chargeback.billing.attention_figures import Attention
from chargeback.billing.figures import Overview, Row, Stamp
from chargeback.closing.issued_figures import Issued

from . import charts, report_tables
from .attention import Trouble, items
from .help import Help
from .links import currency_suffix

OVERVIEW_HELP = Help(
    "The company's month: what the provider billed, which part of it is with teams and what is with nobody. "
    "The line Reconciled proves it to the last digit. Every amount leads to what it is made of.",
    (
        ("Bill", "What the provider billed for the month, all accounts together."),
        ("Allocated", "The part of the bill that is with teams, directly or through pools."),
        ("Unallocated", "What no rule and no tag gave to a team. It is never hidden."),
        ("Direct, shared", "A team's own cost, and its part of pools."),
        ("Month to date", "The provider still adds to this month; bars of such months are hatched."),
        (
            "Usual day",
            "The median of the days of the month; a spike is cost beyond twice that, and beyond last month's.",
        ),
    ),
)

TEAMS_HELP = Help(
    "Each team that you may see, with what it carries of the month. A name leads to the team's statement, an amount to "
    "what it is made of.",
    (
        ("Direct", "What the team runs itself: cost that a rule or a tag gave to it."),
        ("Shared", "Its part of pools, such as support, network and tax."),
        ("% of total", "The team's part of all cost on this page."),
        ("vs", "How the total moved since the month before; a month under way is set against all of it."),
    ),
)


def overview_page(
    overview: Overview,
    issued: Mapping[str, Issued],
    attention: Attention,
    troubles: Sequence[Trouble],
    query: QueryDict,
    can_administer: bool,
) -> dict[str, object]:
    chart = charts.trend_chart(overview)
    suffix = currency_suffix(overview.stamp, query)
    return {
        "overview": overview,
        "stamp": overview.stamp,
        "before": report_tables.before(overview.stamp),
        "attention": items(attention, troubles, overview.stamp, suffix, can_administer),
        "table": report_tables.overview_teams(overview, issued, query),
        "notes": notes(issued),
        "words": query.get("q", ""),
        "chart": chart,
        "trend_rows": charts.trend_rows(chart),
        "links": report_tables.company_links(overview, suffix),
        "help": OVERVIEW_HELP,
    }


def teams_page(rows: Sequence[Row], issued: Mapping[str, Issued], stamp: Stamp, query: QueryDict) -> dict[str, object]:
    table = report_tables.own_teams(rows, issued, query, stamp)
    return {
        "stamp": stamp,
        "table": table,
        "words": query.get("q", ""),
        "notes": notes(issued),
        "help": TEAMS_HELP,
    }


def notes(issued: Mapping[str, Issued]) -> list[Issued]:
    """One statement of each version, oldest first: the day and the note of all of that version."""
    return sorted({one.version: one for one in issued.values()}.values(), key=lambda one: one.version)
