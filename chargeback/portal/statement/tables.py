"""The tables of a statement. Every amount leads to its explanation."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.breakdowns import NO_ACCOUNT, SHARED
from chargeback.billing.figures import Day, Row, SharedCost, Statement

from .. import display
from ..explain.links import NONE, explain_url
from ..report_tables import month_heads
from ..tables import ONE_LINE, AmountsTable, DayColumn, MoneyColumn, PercentColumn, Table, total_row

GROUPINGS = {"project": "Project", "service": "Service", "account": "Account", "environment": "Environment"}
HOW = {
    "th": {"class": "how"},
    "td": {"class": "how"},
    "a": {"aria-label": lambda record: f"Explain how {record.name} is shared"},
}
NOTHING = "No cost of this month is with this team."
NO_ENVIRONMENT = (
    "None of the team's costs carries a tag env, environment or stage. "
    "An admin can name another tag in the allocation options."
)


def rows_by(statement: Statement, by: str) -> tuple[Row, ...]:
    found: tuple[Row, ...] = getattr(statement, f"by_{by}")
    return found


def breakdown(statement: Statement, by: str, query: QueryDict, suffix: str) -> AmountsTable:
    """The statement's rows by project, service, account or environment, with their sum."""
    rows = rows_by(statement, by)
    total = total_row("Total", rows, statement.amounts.total)
    heads = month_heads(statement.stamp, name=GROUPINGS[by], percent="% of team")
    return AmountsTable(
        rows,
        f"By {GROUPINGS[by].lower()}{f' (tag {statement.environment_key})' if by == 'environment' and rows else ''}",
        query,
        closing=[total] if rows else [],
        heads=heads,
        name=by,
        link=amount_link(statement, by, total, suffix),
        empty_text=NO_ENVIRONMENT if by == "environment" else NOTHING,
    )


def amount_link(statement: Statement, by: str, total: Row, suffix: str) -> Callable[[Row, str], str | None]:
    """Where the amounts of a row lead: to why the team carries them. Nothing leads nowhere."""

    def link(row: Row, what: str) -> str | None:
        if not getattr(row.amounts, what):
            return None
        chosen = {} if row is total or row.slug == SHARED else chosen_by(statement, by, row)
        asked = "shared" if row.slug == SHARED else what
        return explain_url(statement.stamp, statement.team.slug, asked, suffix, **chosen)

    return link


def chosen_by(statement: Statement, by: str, row: Row) -> dict[str, str | dt.date | None]:
    """The row as an explanation's address names it."""
    match by:
        case "project":
            return {"project": row.slug or NONE}
        case "environment":
            return {"tag_key": statement.environment_key, "tag": row.slug}
        case "account":
            return {"account": NONE if row.name == NO_ACCOUNT else row.slug}
        case _:
            return {"service": row.slug}


def share_url(record: SharedCost | dict[str, object], table: "SharedCostsTable") -> str | None:
    if not isinstance(record, SharedCost):
        return explain_url(table.statement.stamp, table.statement.team.slug, "shared", table.suffix)
    return explain_url(table.statement.stamp, table.statement.team.slug, "shared", table.suffix, pool=record.pool)


class SharedCostsTable(Table):
    name = tables.Column("Shared cost")
    method = tables.Column("How it is shared")
    pool_total = MoneyColumn("Whole cost")
    percent = PercentColumn("Your part")
    amount = MoneyColumn("Your share", linkify=share_url)
    how = tables.Column("How?", accessor="pool", orderable=False, linkify=share_url, attrs=HOW)

    default_order = "-amount"

    def __init__(self, statement: Statement, query: QueryDict, suffix: str) -> None:
        self.statement, self.suffix = statement, suffix
        currency = statement.stamp.currency
        heads = {"pool_total": f"Whole cost {currency}", "amount": f"Your share {currency}"}
        total = {"name": "Total", "amount": statement.amounts.shared}
        costs = sorted(statement.shared_costs, key=lambda cost: cost.name.casefold())
        super().__init__(costs, "Shared costs you carry", query, closing=[total], heads=heads, name="shared")

    def render_how(self, record: SharedCost) -> str:
        return "Explain"


def day_url(
    record: Day | dict[str, object], table: "DaysTable", bound_column: tables.columns.BoundColumn
) -> str | None:
    if not isinstance(record, Day) or not getattr(record, bound_column.name):
        return None
    statement = table.statement
    return explain_url(
        statement.stamp, statement.team.slug, bound_column.name, table.suffix, first=record.day, last=record.day
    )


class DaysTable(Table):
    day = DayColumn("Day")
    direct = MoneyColumn("Direct", linkify=day_url)
    shared = MoneyColumn("Shared", linkify=day_url)

    def __init__(self, statement: Statement, query: QueryDict, suffix: str) -> None:
        self.statement, self.suffix = statement, suffix
        currency = statement.stamp.currency
        heads = {"direct": f"Direct {currency}", "shared": f"Shared {currency}"}
        total = {"day": "Total", "direct": statement.amounts.direct, "shared": statement.amounts.shared}
        super().__init__(statement.days, "Cost per day", query, closing=[total], heads=heads, name="days")


def tables_of(statement: Statement, groupings: Sequence[str], query: QueryDict, suffix: str) -> list[AmountsTable]:
    return [breakdown(statement, by, query, suffix) for by in groupings]


class CorrectionsTable(Table):
    month = tables.Column("Month", attrs=ONE_LINE)
    what = tables.Column("Why")
    project = tables.Column("Project")
    service = tables.Column("Service")
    pool = tables.Column("Through pool")
    cents = MoneyColumn("Amount")

    default_order = "month"

    def render_month(self, value: dt.date | str) -> str:
        return display.short_month(value) if isinstance(value, dt.date) else value

    def render_cents(self, value: Decimal) -> str:
        return display.signed_money(value)


def corrections_table(statement: Statement, query: QueryDict) -> CorrectionsTable:
    """Adjustments of other months, each with its cause; the last row is their sum."""
    total = {"month": "Total", "cents": statement.corrected}
    heads = {"cents": f"Amount {statement.stamp.currency}"}
    rows = statement.corrections
    return CorrectionsTable(
        rows, "Adjustments of other months", query, closing=[total], heads=heads, name="corrections"
    )
