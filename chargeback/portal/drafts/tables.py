"""The tables of drafts: all drafts; of one draft the months, who pays more or less, what goes elsewhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from chargeback.billing.draft_figures import MonthChange, MovedCost, PoolChange, TeamChange, Whereabouts

from .. import display
from ..tables import ONE_LINE, MoneyColumn, NumberColumn, SignedColumn, Table

ZERO = Decimal("0.00")


class MonthColumn(tables.Column):  # type: ignore[misc]
    def __init__(self, **options: object) -> None:
        super().__init__(verbose_name="Month", attrs=ONE_LINE, **options)

    def render(self, value: dt.date | str) -> str:
        return display.short_month(value) if isinstance(value, dt.date) else value


class DraftsTable(Table):
    name = tables.Column("Draft", linkify=lambda record: reverse("draft", args=[record.pk]))
    reason = tables.Column("Why", orderable=False)
    state = tables.Column("State")
    author = tables.Column("By", accessor="author__username")
    updated_at = tables.Column("Last changed", attrs=ONE_LINE, initial_sort_descending=True)

    default_order = "-updated_at"

    def render_state(self, record: Any) -> str:
        return "approved" if record.is_open and record.is_approved else str(record.state)

    def render_updated_at(self, value: dt.datetime) -> str:
        return display.moment(value)


def drafts_table(drafts: Sequence[Any], query: QueryDict) -> DraftsTable:
    nothing = "There are no drafts. Start one here, or from any page of the rulebook's administration."
    return DraftsTable(drafts, "Drafts", query, name="drafts", empty_text=nothing)


class MonthsTable(Table):
    month = MonthColumn(linkify=lambda record, table: table.link_to(record))
    bill = MoneyColumn("Bill")
    teams = NumberColumn("Teams that change", accessor="changed", orderable=False)
    moved = MoneyColumn("Goes to others")
    check = tables.Column("Sum of all", accessor="is_conserved", orderable=False)
    state = tables.Column("State", accessor="is_estimated", empty_values=(), orderable=False)

    default_order = "-month"

    def link_to(self, record: MonthChange) -> str:
        return f"?{urlencode({'month': f'{record.month:%Y-%m}', 'currency': record.currency})}#teams"

    def render_bill(self, record: MonthChange) -> str:
        return f"{display.money(record.bill)} {record.currency}"

    def render_teams(self, value: Sequence[TeamChange]) -> str:
        return str(len(value))

    def render_check(self, value: bool) -> str:
        return "unchanged, equal to the bill" if value else "DIFFERS: do not publish"

    def render_state(self, record: MonthChange) -> str:
        estimated = "still estimated" if record.is_estimated else "open"
        return estimated if record.is_shown else f"{estimated}; shown pages are older than these rules or records"


def months_table(months: Sequence[MonthChange], query: QueryDict) -> MonthsTable:
    return MonthsTable(months, "Months", query, name="months")


class TeamsTable(Table):
    name = tables.Column("Team", linkify=lambda record, table: table.link_to(record))
    month = MonthColumn()
    before = MoneyColumn("Now")
    after = MoneyColumn("After")
    change = SignedColumn("Change")

    def __init__(self, rows: Sequence[TeamChange], caption: str, query: QueryDict, **options: Any) -> None:
        self.asked = query
        super().__init__(rows, caption, query, **options)

    def link_to(self, record: TeamChange | Mapping[str, Any]) -> str | None:
        """What moves to or from the team in that month."""
        if not isinstance(record, TeamChange):
            return None
        words = {"month": f"{record.month:%Y-%m}", "team": record.slug or "-"}
        if currency := self.asked.get("currency"):
            words["currency"] = currency
        return f"?{urlencode(words)}#moves"


def teams_table(
    teams: Sequence[TeamChange], everyone: Sequence[TeamChange], currency: str, query: QueryDict
) -> TeamsTable:
    """The teams that change; below them all teams and unallocated together, which stay what they were."""
    before, after = (sum((getattr(one, side) for one in everyone), ZERO) for side in ("before", "after"))
    total = {"name": "All teams and unallocated", "before": before, "after": after, "change": after - before}
    heads = {"before": f"Now {currency}", "after": f"After {currency}"}
    empty = "Nobody pays more or less."
    largest = sorted(teams, key=lambda one: (-abs(one.change), one.name))
    return TeamsTable(
        largest, "Who pays more or less", query, closing=[total], heads=heads, name="teams", empty_text=empty
    )


class MovesTable(Table):
    service = tables.Column()
    account = tables.Column()
    before = tables.Column("From")
    after = tables.Column("To")
    month = MonthColumn()
    series = NumberColumn("Series")
    amount = MoneyColumn("Cost")

    default_order = "-amount"

    def render_account(self, record: MovedCost) -> str:
        return f"{record.account_name} ({record.account})" if record.account_name else record.account

    def render_before(self, value: Whereabouts) -> str:
        return whereabouts(value)

    def render_after(self, value: Whereabouts) -> str:
        return whereabouts(value)


def whereabouts(place: Whereabouts) -> str:
    """For example "team shop, project checkout, by rule old tags" or "nobody: no tag"."""
    if place.pool:
        where = f"pool {place.pool}"
    elif place.team:
        where = f"team {place.team}" + (f", project {place.project}" if place.project else "")
    else:
        where = f"nobody: {place.reason}"
    by = f", by {place.rule if place.rule.startswith('tag ') else f'rule {place.rule}'}" if place.rule else ""
    return where + by


def moves_table(moves: Sequence[MovedCost], currency: str, query: QueryDict) -> MovesTable:
    return MovesTable(
        moves,
        "Cost that goes elsewhere",
        query,
        heads={"amount": f"Cost {currency}"},
        name="moves",
        empty_text="No cost goes elsewhere by rule or tag; what changes is how pools are shared.",
    )


class PoolsTable(Table):
    pool = tables.Column()
    team_name = tables.Column("Team")
    month = MonthColumn()
    before = MoneyColumn("Now")
    after = MoneyColumn("After")
    change = SignedColumn("Change")


def pools_table(pools: Sequence[PoolChange], currency: str, query: QueryDict) -> PoolsTable:
    largest = sorted(pools, key=lambda one: (-abs(one.change), one.pool, one.team_name))
    heads = {"before": f"Now {currency}", "after": f"After {currency}"}
    return PoolsTable(largest, "Shares of pools that change", query, heads=heads, name="pools")
