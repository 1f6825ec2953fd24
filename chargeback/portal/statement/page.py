"""Statement -> what its page and its paper show. Pure: no request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.figures import Statement

from .. import charts, report_tables
from ..explain.links import explain_url
from ..help import Help
from ..links import currency_suffix
from .bars import drawn_bars
from .sentences import change_sentences
from .tables import GROUPINGS, DaysTable, SharedCostsTable, corrections_table, tables_of

ON_PAPER = ("project", "service")
HELP = Help(
    "What the team owes for the month: its own cost, and its part of what several teams share. Every amount leads to "
    "its explanation, from here down to the provider's record. All figures are of one stored run, named at the foot.",
    (
        (
            "Adjustments",
            "What changed in a month that was closed already, billed here; each names its month and its cause.",
        ),
        ("Direct", "What the team's projects cost by themselves."),
        ("Shared", "The team's part of pools, such as support or a network; each pool says how it is shared."),
        ("% of team", "The row's part of the team's total."),
        ("Whole cost", "What the pool cost in all."),
        (
            "Why it changed",
            "For a pool: what the same use costs more or less (price), and what more or less use costs.",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice of what the statement is broken down by."""

    label: str
    url: str
    is_chosen: bool


def statement_page(statement: Statement, query: QueryDict) -> dict[str, object]:
    """The page: one table, by what the address asks for."""
    asked = query.get("by", "")
    by = asked if asked in GROUPINGS else "project"
    return {
        **shown(statement, query),
        "switches": switches(by, query),
        "breakdowns": tables_of(statement, [by], query, currency_suffix(statement.stamp, query)),
        "chart": charts.days_chart(statement),
        "help": HELP,
    }


def statement_paper(statement: Statement, query: QueryDict) -> dict[str, object]:
    """The same on paper: by project and by service, days drawn by the server."""
    nothing = QueryDict()
    breakdowns = tables_of(statement, ON_PAPER, nothing, currency_suffix(statement.stamp, query))
    for table in breakdowns:
        table.paginate(per_page=max(1, len(table.rows)))
    return {
        **shown(statement, nothing),
        "breakdowns": breakdowns,
        "bars": drawn_bars(charts.days_chart(statement)),
        "on_paper": True,
    }


def shown(statement: Statement, query: QueryDict) -> dict[str, object]:
    """What page and paper have in common."""
    suffix = currency_suffix(statement.stamp, query)
    before = report_tables.before(statement.stamp)
    return {
        "statement": statement,
        "stamp": statement.stamp,
        "before": before,
        "links": links(statement, suffix),
        "why": change_sentences(statement.amounts, statement.changes, before),
        "shared_costs": SharedCostsTable(statement, query, suffix),
        "days": DaysTable(statement, query, suffix),
        "corrections": corrections_table(statement, query) if statement.corrections else None,
    }


def links(statement: Statement, suffix: str) -> dict[str, str]:
    """Where the figures lead, and the other forms of the statement; none for what is nothing."""
    stamp, slug, amounts = statement.stamp, statement.team.slug, statement.amounts
    made = {
        what: explain_url(stamp, slug, what, suffix) for what in ("total", "direct", "shared") if getattr(amounts, what)
    }
    return {**made, "lines": reverse("lines", args=[stamp.month, slug]) + suffix} if slug else made


def versions_of(statement: Statement, others: Sequence[int], query: QueryDict) -> dict[str, object]:
    """Links to the statement's other versions; `newer` is the newest one where this is an older."""
    if not statement.issue:
        return {}
    stamp, shown, suffix = statement.stamp, statement.issue.version, currency_suffix(statement.stamp, query)
    args = [stamp.month, statement.team.slug]
    older = [
        {"version": one, "url": reverse("statement-version", args=[*args, one]) + suffix}
        for one in others
        if one < shown
    ]
    newer = reverse("statement", args=args) + suffix if any(one > shown for one in others) else ""
    changes = reverse("statement-changes", args=[*args, shown]) + suffix if statement.issue.replaces else ""
    return {"older": older, "newer": newer, "changes": changes}


def switches(by: str, query: QueryDict) -> list[Switch]:
    """The address with each choice; the order and page of another table mean nothing there."""
    found = []
    for name, label in GROUPINGS.items():
        kept = query.copy()
        kept["by"] = name
        found.append(Switch(label, f"?{kept.urlencode()}", name == by))
    return found
