"""What two versions of a statement differ in, as its page shows it. Pure: no request, no database."""

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.figures import Statement
from chargeback.closing.version_changes import CHARGE, ChangedLine, Key, VersionChanges

from .. import display
from ..closing.adjustment_tables import why_words
from ..help import Help
from ..links import currency_suffix
from ..tables import WIDE, MoneyColumn, SignedColumn, Table

HELP = Help(
    "The month was reopened and closed anew, so this statement took the place of an older one, which stays as it was "
    "issued. Each line that is not the same in both is below, with what moved it.",
    (
        ("Unchanged lines", "All lines that are the same to the cent in both versions."),
        (
            "Why",
            "What was found while the older version was closed has its cause; the rest came with the new calculation "
            "after the reopening.",
        ),
        ("Already billed", "What an earlier statement billed as an adjustment is taken off, so nothing is paid twice."),
    ),
)


class ChangesTable(Table):
    project = tables.Column("Project")
    service = tables.Column("Service")
    pool = tables.Column("Through pool")
    what = tables.Column("Line", accessor="key")
    before = MoneyColumn("Before")
    now = MoneyColumn("Now")
    change = SignedColumn("Change")
    why = tables.Column("Why", orderable=False, empty_values=(), attrs=WIDE)

    def render_what(self, value: Key) -> str:
        return "Charge" if value.what == CHARGE else f"Adjustment, {display.short_month(value.month)}"

    def render_why(self, value: object) -> str:
        return why_words(value)


def changes_table(found: VersionChanges, query: QueryDict) -> ChangesTable:
    currency, older, newer = found.now.stamp.currency, found.before.to_pay, found.now.to_pay
    heads = {
        "before": f"{number_of(found.before)} {currency}",
        "now": f"{number_of(found.now)} {currency}",
        "change": f"Change {currency}",
    }
    rest = {"project": f"Unchanged lines: {found.unchanged_count}", "before": found.unchanged, "now": found.unchanged}
    total = {"project": "To pay", "before": older, "now": newer, "change": newer - older}
    rows: tuple[ChangedLine, ...] = found.lines
    nothing = "Every line is the same in both versions."
    return ChangesTable(
        rows, "Line by line", query, closing=[rest, total], heads=heads, name="changes", empty_text=nothing
    )


def number_of(statement: Statement) -> str:
    return statement.issue.number if statement.issue else ""


def changes_page(found: VersionChanges, query: QueryDict) -> dict[str, object]:
    stamp, team = found.now.stamp, found.now.team
    back = reverse("statement", args=[stamp.month, team.slug]) + currency_suffix(stamp, query)
    return {
        "found": found,
        "statement": found.now,
        "stamp": stamp,
        "change": found.now.to_pay - found.before.to_pay,
        "table": changes_table(found, query),
        "back": back,
        "help": HELP,
    }
