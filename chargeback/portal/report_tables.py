"""The tables of overview and teams."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict

from chargeback.billing.figures import Overview, Row, Stamp, percent
from chargeback.clock import add_months
from chargeback.closing.issued_figures import Issued

from . import display
from .explain.links import explain_url, with_query
from .links import address, currency_suffix
from .tables import AmountsTable, Link, amount_heads, total_row

UNALLOCATED = "Unallocated"
NOTHING_FOUND = "No team matches. Clear the search to see all."
NOBODY_CHARGED = "No rule and no tag gave cost to a team in this month. See Unallocated for what is missing."


def statement_url(record: Row, table: "TeamsTable") -> str | None:
    """Where a team's row leads; totals and unallocated lead nowhere."""
    return address("statement", table.stamp.month, record.slug) + table.suffix if record.slug else None


def statement_words(record: Row, table: "TeamsTable") -> str:
    """Number and version of what was issued to the team of a row; sums of teams have none."""
    issued = table.issued.get(record.slug) if record.slug or record.name == UNALLOCATED else None
    return f"{issued.number}, version {issued.version}" if issued else ""


class TeamsTable(AmountsTable):
    """The column of statements is there only where some were issued."""

    name = tables.Column("Team", linkify=statement_url)
    owner = tables.Column()
    statement = tables.Column("Statement", accessor="slug", empty_values=(), orderable=False)

    class Meta(AmountsTable.Meta):
        sequence = ("name", "owner", "...", "statement")

    def render_statement(self, record: Row) -> str:
        return statement_words(record, self)

    def __init__(
        self,
        rows: Sequence[Row],
        query: QueryDict,
        stamp: Stamp,
        closing: Sequence[Row],
        issued: Mapping[str, Issued],
        totals: Mapping[str, str] | None = None,
    ) -> None:
        self.stamp, self.suffix, self.issued = stamp, currency_suffix(stamp, query), issued
        link = team_link(stamp, self.suffix, totals)
        caption = f"Teams, {display.month_name(stamp.month)}"
        heads = month_heads(stamp)
        empty = NOTHING_FOUND if query.get("q") else NOBODY_CHARGED
        without = () if issued else ("statement",)
        super().__init__(
            rows, caption, query, closing=closing, heads=heads, empty_text=empty, link=link, exclude=without
        )


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


def company_links(overview: Overview, suffix: str) -> dict[str, str]:
    """Where the company's figures lead: the bill to its lines, what is with teams to theirs, the rest to its page."""
    month = overview.stamp.month
    lines = address("all-lines", month)
    return {
        "bill": with_query(lines, suffix, part="billed"),
        "allocated": lines + suffix,
        "unallocated": address("unallocated", month) + suffix,
    }


def team_link(stamp: Stamp, suffix: str, more: Mapping[str, str] | None = None) -> Link:
    """Where a team's amounts lead: the total to its statement, the rest to why. `more` are totals by a row's name."""

    def link(row: Row, what: str) -> str | None:
        if not getattr(row.amounts, what):
            return None
        if not row.slug:
            return (more or {}).get(row.name) if what == "total" else None
        if what == "total":
            return address("statement", stamp.month, row.slug) + suffix
        return explain_url(stamp, row.slug, what, suffix)

    return link


def overview_teams(overview: Overview, issued: Mapping[str, Issued], query: QueryDict) -> TeamsTable:
    """The teams that the search finds; below them their sum, then unallocated and the bill whatever is searched."""
    rows = found(overview.teams, query.get("q", ""))
    closing = [
        total_row(rows_in_words(len(rows), len(overview.teams)), rows, overview.bill.total),
        Row("", UNALLOCATED, overview.unallocated, percent(overview.unallocated.total, overview.bill.total)),
        Row("", "Bill", overview.bill, percent(overview.bill.total, overview.bill.total)),
    ]
    links = company_links(overview, currency_suffix(overview.stamp, query))
    totals = {UNALLOCATED: links["unallocated"], "Bill": links["bill"]}
    return TeamsTable(rows, query, overview.stamp, closing, issued, totals)


def own_teams(teams: Sequence[Row], issued: Mapping[str, Issued], query: QueryDict, stamp: Stamp) -> TeamsTable:
    rows = found(teams, query.get("q", ""))
    whole = sum((row.amounts.total for row in teams), Decimal(0))
    return TeamsTable(rows, query, stamp, [total_row(rows_in_words(len(rows), len(teams)), rows, whole)], issued)


def rows_in_words(shown: int, of: int) -> str:
    """For example "Total, all 12 teams" or "Total, 3 of 12 teams"."""
    teams = f"{of} team{'' if of == 1 else 's'}"
    if shown < of:
        return f"Total, {shown} of {teams}"
    return f"Total, all {teams}" if of > 1 else f"Total, {teams}"
