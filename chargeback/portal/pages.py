"""Figures -> what the templates show: tables, charts, sentences. Pure: no request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from chargeback.billing.figures import Overview, Row, Stamp, UnallocatedRow

from . import charts, report_tables
from .hints import hint_for


def overview_page(overview: Overview, query: QueryDict) -> dict[str, object]:
    chart = charts.trend_chart(overview)
    return {
        "overview": overview,
        "stamp": overview.stamp,
        "before": report_tables.before(overview.stamp),
        "table": report_tables.overview_teams(overview, query),
        "words": query.get("q", ""),
        "chart": chart,
        "trend_rows": charts.trend_rows(chart),
    }


def teams_page(rows: Sequence[Row], stamp: Stamp, query: QueryDict) -> dict[str, object]:
    return {"stamp": stamp, "table": report_tables.own_teams(rows, query, stamp), "words": query.get("q", "")}


@dataclass(frozen=True, slots=True)
class Group:
    """Unallocated cost for one reason."""

    reason: str
    rows: int
    cents: Decimal
    is_shown: bool


def unallocated_page(rows: Sequence[UnallocatedRow], stamp: Stamp, query: QueryDict) -> dict[str, object]:
    """All rows, or those for the reason that `query` asks for; the groups always count all."""
    asked = query.get("reason", "")
    shown = [row for row in rows if row.reason == asked] if asked else list(rows)
    return {
        "stamp": stamp,
        "groups": groups(rows, asked),
        "total": sum((row.cents for row in rows), Decimal("0.00")),
        "asked": asked,
        "hint": hint_for(asked),
        "table": report_tables.unallocated(shown, stamp.currency, query),
    }


def groups(rows: Sequence[UnallocatedRow], asked: str) -> list[Group]:
    """One group for each reason, dearest first."""
    reasons = {row.reason for row in rows}
    found = [group(reason, [row for row in rows if row.reason == reason], asked) for reason in reasons]
    return sorted(found, key=lambda group: (-group.cents, group.reason))


def group(reason: str, rows: Sequence[UnallocatedRow], asked: str) -> Group:
    return Group(reason, len(rows), sum((row.cents for row in rows), Decimal("0.00")), reason == asked)
