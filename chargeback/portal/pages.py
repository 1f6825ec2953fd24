"""Figures -> what the templates show: tables, charts, sentences. Pure: no request, no database."""

from collections.abc import Sequence
from decimal import Decimal

from django.http import QueryDict

from chargeback.billing.figures import Overview, Row, Stamp, Statement

from . import charts, report_tables

TOP_CHANGES = 3


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


def statement_page(statement: Statement, query: QueryDict) -> dict[str, object]:
    return {
        "statement": statement,
        "stamp": statement.stamp,
        "before": report_tables.before(statement.stamp),
        "projects": report_tables.by_what(statement, "Project", statement.by_project, query),
        "services": report_tables.by_what(statement, "Service", statement.by_service, query),
        "shared_costs": report_tables.shared_costs(statement, query),
        "days": report_tables.days(statement, query),
        "chart": charts.days_chart(statement),
        "changes": largest_changes(statement.by_service),
    }


def largest_changes(rows: Sequence[Row]) -> list[Row]:
    """The rows that moved the total most since the month before, largest move first; none where that is unknown."""
    moved = [row for row in rows if row.amounts.change]
    return sorted(moved, key=lambda row: (-abs(row.amounts.change or Decimal(0)), row.name))[:TOP_CHANGES]
