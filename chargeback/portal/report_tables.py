"""The tables of overview, teams and statement."""

from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.figures import Overview, Row, Stamp, Statement, percent
from chargeback.clock import add_months

from . import display
from .tables import AmountsTable, DayColumn, MoneyColumn, PercentColumn, Table, amount_heads, total_row

NOTHING_FOUND = "No team matches. Clear the search to see all."
NOBODY_CHARGED = "No rule and no tag gave cost to a team in this month. See Unallocated for what is missing."


def statement_url(record: Row, table: "TeamsTable") -> str | None:
    """Where a team's row leads; totals and unallocated lead nowhere."""
    return reverse("statement", args=[table.stamp.month, record.slug]) + table.suffix if record.slug else None


class TeamsTable(AmountsTable):
    name = tables.Column("Team", linkify=statement_url)
    owner = tables.Column()

    class Meta(AmountsTable.Meta):
        sequence = ("name", "owner", "...")

    def __init__(self, rows: Sequence[Row], query: QueryDict, stamp: Stamp, closing: Sequence[Row]) -> None:
        self.stamp = stamp
        self.suffix = f"?currency={stamp.currency}" if query.get("currency") == stamp.currency else ""
        caption = f"Teams, {display.month_name(stamp.month)}"
        heads = month_heads(stamp)
        empty = NOTHING_FOUND if query.get("q") else NOBODY_CHARGED
        super().__init__(rows, caption, query, closing=closing, heads=heads, empty_text=empty)


def month_heads(stamp: Stamp, **more: str) -> dict[str, str]:
    return amount_heads(stamp.currency, before(stamp), **more)


def before(stamp: Stamp) -> str:
    """What a change is measured against. A month that still grows is set against a whole one, so it says so."""
    month = display.short_month(add_months(stamp.month, -1))
    return f"all of {month}" if stamp.is_estimated else month


def found(rows: Sequence[Row], words: str) -> list[Row]:
    """The rows whose team or owner contains all of `words`."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in f"{row.name} {row.slug} {row.owner}".casefold() for word in wanted)]


def overview_teams(overview: Overview, query: QueryDict) -> TeamsTable:
    """The teams that the search finds; below them their sum, then unallocated and the bill whatever is searched."""
    rows = found(overview.teams, query.get("q", ""))
    closing = [
        total_row(rows_in_words(len(rows), len(overview.teams)), rows, overview.bill.total),
        Row("", "Unallocated", overview.unallocated, percent(overview.unallocated.total, overview.bill.total)),
        Row("", "Bill", overview.bill, percent(overview.bill.total, overview.bill.total)),
    ]
    return TeamsTable(rows, query, overview.stamp, closing)


def own_teams(teams: Sequence[Row], query: QueryDict, stamp: Stamp) -> TeamsTable:
    rows = found(teams, query.get("q", ""))
    whole = sum((row.amounts.total for row in teams), Decimal(0))
    return TeamsTable(rows, query, stamp, [total_row(rows_in_words(len(rows), len(teams)), rows, whole)])


def rows_in_words(shown: int, of: int) -> str:
    """For example "Total, all 12 teams" or "Total, 3 of 12 teams"."""
    teams = f"{of} team{'' if of == 1 else 's'}"
    if shown < of:
        return f"Total, {shown} of {teams}"
    return f"Total, all {teams}" if of > 1 else f"Total, {teams}"


def by_what(statement: Statement, what: str, rows: Sequence[Row], query: QueryDict) -> AmountsTable:
    """A statement's rows by project or service, with their sum."""
    total = total_row("Total", rows, statement.amounts.total)
    heads = month_heads(statement.stamp, name=what, percent="% of team")
    return AmountsTable(rows, f"By {what.lower()}", query, closing=[total], heads=heads, name=what.lower())


class SharedCostsTable(Table):
    name = tables.Column("Shared cost")
    method = tables.Column("How it is shared")
    pool_total = MoneyColumn("Whole cost")
    percent = PercentColumn("Your part")
    amount = MoneyColumn("Your share")

    default_order = "-amount"


def shared_costs(statement: Statement, query: QueryDict) -> SharedCostsTable:
    currency = statement.stamp.currency
    heads = {"pool_total": f"Whole cost {currency}", "amount": f"Your share {currency}"}
    total = {"name": "Total", "amount": statement.amounts.shared}
    costs = sorted(statement.shared_costs, key=lambda cost: cost.name.casefold())
    return SharedCostsTable(costs, "Shared costs you carry", query, closing=[total], heads=heads, name="shared")


class DaysTable(Table):
    day = DayColumn("Day")
    direct = MoneyColumn("Direct")
    shared = MoneyColumn("Shared")


def days(statement: Statement, query: QueryDict) -> DaysTable:
    currency = statement.stamp.currency
    heads = {"direct": f"Direct {currency}", "shared": f"Shared {currency}"}
    total = {"day": "Total", "direct": statement.amounts.direct, "shared": statement.amounts.shared}
    return DaysTable(statement.days, "Cost per day", query, closing=[total], heads=heads, name="days")
