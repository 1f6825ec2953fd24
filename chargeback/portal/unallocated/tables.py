"""The table of unallocated cost, with what admins pick and say in it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.template.loader import render_to_string

from chargeback.billing.guesses import Guess
from chargeback.billing.unallocated import UnallocatedRow

from ..tables import WIDE, DayColumn, MoneyColumn, Table

NOTHING_FOUND = "Nothing matches. Clear the search to see all."


class UnallocatedTable(Table):
    """`can_change` shows what admins pick with. `guesses` and open `claims` are known for the rows of the open page
    only; `chosen` are the receivers of rows that were picked already. All by key."""

    tag_value = tables.Column("What", empty_values=())
    reason = tables.Column("What is missing")
    account = tables.Column()
    service = tables.Column()
    pool = tables.Column("Came through")
    amount = MoneyColumn("Amount")
    first_day = DayColumn("First seen")
    to = tables.Column("Best guess", accessor="key", orderable=False, attrs=WIDE)

    default_order = "-amount"

    def __init__(self, *args: Any, can_change: bool, chosen: Mapping[str, str], **options: Any) -> None:
        self.can_change, self.chosen = can_change, chosen
        self.guesses: Mapping[str, Guess] = {}
        self.claims: Mapping[str, Sequence[tuple[int, str]]] = {}
        super().__init__(*args, **options)

    def open_rows(self) -> list[UnallocatedRow]:
        """The rows of the page that is open."""
        return [bound.record for bound in self.paginated_rows]

    def render_tag_value(self, record: Any) -> str:
        if not isinstance(record, UnallocatedRow):
            return str(record["tag_value"])
        context = {
            "row": record,
            "words": what(record),
            "can_pick": self.can_change and record.is_assignable,
            "is_picked": record.key in self.chosen,
            "claims": self.claims.get(record.key, ()),
        }
        return render_to_string("unallocated/pick.html", context)

    def render_account(self, record: UnallocatedRow) -> str:
        return f"{record.account_name} ({record.account})" if record.account_name else record.account

    def render_to(self, record: UnallocatedRow, value: str) -> str:
        """The guess with its reason; for admins a field that holds it, to be changed."""
        guess = self.guesses.get(value)
        receiver = str(guess.target) if guess else ""
        context = {
            "row": record,
            "words": what(record),
            "text": self.chosen.get(value, receiver),
            "why": guess.why if guess else "",
            "receiver": receiver,
            "can_pick": self.can_change and record.is_assignable,
        }
        return render_to_string("unallocated/receiver.html", context)


def what(row: UnallocatedRow) -> str:
    """What an admin knows the cost by: its tag, the project without a team, or that there is no tag."""
    if row.project:
        return f"project {row.project}"
    return f"{row.tag_key}={row.tag_value}" if row.tag_key else "(none)"


def unallocated_table(
    rows: Sequence[UnallocatedRow], currency: str, query: QueryDict, can_change: bool, chosen: Mapping[str, str]
) -> UnallocatedTable:
    """Columns that would say the same or nothing in every row are left out."""
    count = f"Total, {len(rows)} row{'' if len(rows) == 1 else 's'}"
    total = {"tag_value": count, "amount": sum((row.cents for row in rows), Decimal("0.00"))}
    empty = [] if any(row.pool for row in rows) else ["pool"]
    if query.get("reason"):
        empty.append("reason")
    if not any(row.is_assignable for row in rows):
        empty.append("to")
    heads = {"amount": f"Amount {currency}", "to": "Assign to"} if can_change else {"amount": f"Amount {currency}"}
    shown = sorted(rows, key=lambda row: (row.reason, row.tag_value, row.service, row.account))
    return UnallocatedTable(
        shown,
        "Cost with nobody",
        query,
        closing=[total],
        heads={name: head for name, head in heads.items() if name not in empty},
        name="unallocated",
        exclude=empty,
        empty_text=NOTHING_FOUND,
        can_change=can_change,
        chosen=chosen,
    )
