"""The table of lines: columns to choose from, in an order that the database makes."""

import datetime as dt
from collections.abc import Mapping, Sequence

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.line_figures import LineItem, LinesFound
from chargeback.billing.selections import Part

from .. import display
from ..explain.links import line_url
from ..tables import ONE_LINE, WIDE, ExactColumn, NumberColumn, Table, Window

ORDERS = {
    "day": "on",
    "team": "of_team",
    "account": "of_account",
    "service": "what",
    "project": "of_project",
    "rule": "via",
    "amount": "cost",
}
DEFAULT_COLUMNS = ("day", "team", "account", "service", "project", "rule", "share", "amount")
OWN_COLUMNS = ("day", "account", "service", "project", "rule", "share", "amount")
NOTHING_FOUND = "No line matches. Clear the filter to see all."
UNALLOCATED = "Unallocated"
NOTHING = "No cost of this month is here."
Record = LineItem | Mapping[str, object]


def amount_url(record: Record, table: "LinesTable") -> str | None:
    """Where a line's amount leads: to why it is there. Totals lead nowhere."""
    if not isinstance(record, LineItem):
        return None
    return line_url(table.found.stamp, record, table.suffix, table.found.asked.selection.part is Part.BILLED)


class LinesTable(Table):
    day = tables.Column("Day", accessor="first", attrs=ONE_LINE)
    team = tables.Column("Team", accessor="team_name", empty_values=())
    account = tables.Column("Account")
    service = tables.Column("Service", attrs=WIDE)
    project = tables.Column("Project", accessor="project_name")
    tags = tables.Column("Tags", orderable=False, attrs=WIDE)
    rule = tables.Column("By rule or pool", empty_values=())
    share = NumberColumn("Share", accessor="ratio", orderable=False)
    amount = ExactColumn("Amount", linkify=amount_url)

    default_order = "-amount"

    def __init__(self, found: LinesFound, columns: Sequence[str], query: QueryDict, suffix: str) -> None:
        self.found, self.suffix = found, suffix
        self.first_accessor = str(self.base_columns[columns[0]].accessor or columns[0])
        hidden = [name for name in self.base_columns if name not in columns]
        heads = {"amount": f"Amount {found.stamp.currency}", "day": "Day" if found.asked.by_day else "Days"}
        super().__init__(
            Window(found.items, found.count),
            "Lines",
            query,
            closing=closing(found, self.first_accessor),
            heads=heads,
            exclude=hidden,
            per_page=found.asked.size,
            empty_text=NOTHING_FOUND if found.asked.selection.narrows else NOTHING,
        )

    @classmethod
    def database_order(cls, query: QueryDict) -> str:
        """The order asked for, as the database's rows are named."""
        asked = cls.order_asked(query) or cls.default_order
        field = ORDERS[asked.removeprefix("-")]
        return f"-{field}" if asked.startswith("-") else field

    def render_day(self, value: dt.date | str, record: Record) -> str:
        if not isinstance(record, LineItem):
            return str(value)
        return display.days(record.first, record.last + dt.timedelta(days=1))

    def render_team(self, value: str | None, record: Record) -> str:
        if not isinstance(record, LineItem) or record.team:
            return value or ""
        return "Shared by pool" if record.pool and record.series else f"{UNALLOCATED}: {record.reason}"

    def render_account(self, value: str, record: Record) -> str:
        return record.account_name or value if isinstance(record, LineItem) else value

    def render_tags(self, value: Mapping[str, str] | str) -> str:
        return value if isinstance(value, str) else ", ".join(f"{key}={text}" for key, text in sorted(value.items()))

    def render_rule(self, value: str | None, record: Record) -> str:
        if not isinstance(record, LineItem):
            return value or ""
        through = f"through {record.pool_name}" if record.pool_name else ""
        return f"{record.rule}, to {record.pool_name}" if record.rule and through else record.rule or through

    def render_share(self, value: object) -> str:
        return value if isinstance(value, str) else display.ratio(value)  # type: ignore[arg-type]


def closing(found: LinesFound, first: str) -> list[dict[str, object]]:
    """The total of the filter, exactly and in cents, whatever page is open."""
    lines = f"{display.count(found.count)} line{'' if found.count == 1 else 's'}"
    what = "the filter" if found.asked.selection.narrows else "all lines"
    return [
        {first: f"Total of {what}, {lines}", "amount": found.total},
        {first: "In cents", "amount": found.cents},
    ]
