"""What stands behind an amount as tables: where it arose, rules that nearly decided, records, and pulls."""

from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.explanation_figures import Explanation, NearMiss, PullFact, Record
from chargeback.billing.line_figures import LineItem
from chargeback.sources.batch import dollars

from .. import display
from ..tables import ONE_LINE, WIDE, DayColumn, ExactColumn, MoneyColumn, NumberColumn, Table
from .links import line_url
from .tables import days_words


class OriginsTable(Table):
    day = tables.Column("Days", accessor="first", orderable=False, attrs=ONE_LINE)
    account = tables.Column("Account", orderable=False)
    service = tables.Column("Service", orderable=False, attrs=WIDE)
    rule = tables.Column("By rule", orderable=False, attrs=WIDE)
    amount = ExactColumn("Amount", orderable=False, linkify=lambda record, table: table.address(record))

    def address(self, record: LineItem | dict[str, object]) -> str | None:
        return line_url(self.stamp, record, self.suffix, self.as_billed) if isinstance(record, LineItem) else None

    def render_day(self, record: LineItem | dict[str, object], value: object) -> str:
        return days_words(record.first, record.last) if isinstance(record, LineItem) else str(value)

    def render_account(self, record: LineItem | dict[str, object], value: str) -> str:
        return record.account_name or value if isinstance(record, LineItem) else value


def origins(figures: Explanation, query: QueryDict, suffix: str) -> OriginsTable | None:
    """The largest series; below them what all of them are."""
    if figures.origins_count < 2 or figures.has_moved:
        return None
    shown = len(figures.origins)
    count = display.count(figures.origins_count)
    words = f"Total, all {count}" if shown == figures.origins_count else f"Total of all {count}, the largest are shown"
    total = {"first": words, "amount": figures.origins_total}
    as_billed = figures.what == "shared"
    caption = f"Cost that came into {figures.pools[0].name}" if as_billed and figures.pools else "Where it arose"
    heads = {"amount": f"Amount {figures.stamp.currency}"}
    table = OriginsTable(figures.origins, caption, query, closing=[total], heads=heads, name="origins")
    table.stamp, table.suffix, table.as_billed = figures.stamp, suffix, as_billed
    return table


class NearMissTable(Table):
    rule = tables.Column("Rule", orderable=False)
    target = tables.Column("Would give it to", orderable=False)
    why = tables.Column("Why it did not", orderable=False)


def near_misses(found: Sequence[NearMiss], query: QueryDict) -> NearMissTable | None:
    if not found:
        return None
    rows = [{"rule": one.rule, "target": one.target, "why": why_not(one)} for one in found]
    return NearMissTable(rows, "Rules that nearly decided", query, name="near")


def why_not(one: NearMiss) -> str:
    if one.is_out_of_dates:
        return f"it is valid {one.wanted} only"
    return f"{one.dimension} {one.wanted}; here it is {one.found}"


class RecordsTable(Table):
    day = DayColumn("Day")
    billed = ExactColumn("Billed")
    effective = ExactColumn("Effective")
    pull = tables.Column("Pull", orderable=False)
    note = tables.Column("Note", orderable=False)


def records(found: Sequence[Record], currency: str, query: QueryDict) -> RecordsTable | None:
    if not found:
        return None
    rows = [
        {
            "day": one.day,
            "billed": one.billed,
            "effective": one.effective,
            "pull": f"pull {one.pull}" if one.pull else "",
            "note": "pulled after the run" if one.is_newer_than_the_run else "",
        }
        for one in found
    ]
    total = {name: sum((getattr(one, name) for one in found), Decimal(0)) for name in ("billed", "effective")}
    hidden = [name for name in ("pull", "note") if not any(row[name] for row in rows)]
    heads = {"billed": f"Billed {currency}", "effective": f"Effective {currency}"}
    closing = [{"day": f"Total, {len(found)} days", **total}] if len(found) > 1 else []
    return RecordsTable(
        rows, "The provider's records", query, closing=closing, heads=heads, name="records", exclude=hidden
    )


class PullsTable(Table):
    number = tables.Column("Pull", orderable=False, linkify=lambda record: reverse("pull", args=[record["number"]]))
    finished_at = tables.Column("Pulled", orderable=False, attrs=ONE_LINE)
    days = tables.Column("Days", orderable=False)
    asked_by = tables.Column("Asked for by", orderable=False)
    requests = NumberColumn("Requests", orderable=False)
    price = MoneyColumn("Price USD", orderable=False)
    control_total = ExactColumn("Control total", orderable=False)
    request_id = tables.Column("Heard in request", orderable=False, attrs={"td": {"class": "code"}})


def pulls(found: Sequence[PullFact], query: QueryDict) -> PullsTable | None:
    """The pulls; for people who see only teams when they were made and of which days."""
    if not found:
        return None
    rows = [
        {
            "number": str(one.number),
            "finished_at": display.moment(one.finished_at) if one.finished_at else "",
            "days": display.days(one.start, one.end),
            "asked_by": one.asked_by,
            "requests": "" if one.requests is None else display.count(one.requests),
            "price": None if one.requests is None else dollars(one.requests),
            "control_total": one.control_total,
            "request_id": one.request_id,
        }
        for one in found
    ]
    knows = any(one.number for one in found)
    hidden = [] if knows else ["number", "asked_by", "requests", "price", "control_total", "request_id"]
    if not any(one.request_id for one in found):
        hidden.append("request_id")
    currency = found[0].currency
    heads = {"control_total": f"Control total {currency}".rstrip()}
    return PullsTable(rows, "Pulls behind it", query, heads=heads, name="pulls", exclude=hidden)
