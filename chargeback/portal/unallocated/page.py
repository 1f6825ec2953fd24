"""Unallocated cost -> what its page shows, and what was picked in its form. Pure: no request, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from chargeback.billing.first_steps import AIM
from chargeback.billing.guesses import Guess
from chargeback.billing.unallocated import UnallocatedRow

from ..access.unallocated import Unallocated
from ..help import Help
from ..hints import hint_for
from .tables import UnallocatedTable, unallocated_table, what

HELP = Help(
    "Cost that no rule and no tag gives to anybody. It stays visible until somebody takes it: pick rows, say to whom "
    "they go and from which day on, and look at what that does to every team before anything is saved.",
    (
        ("Best guess", "Whose it probably is, with the reason. Nothing is assigned by a guess alone."),
        ("First seen", "The first day on which this cost was ever billed."),
        ("Assign to", "project:NAME, team:NAME or pool:NAME. A tag value is assigned wherever it appears."),
        ("Valid from", "The first day that counts. Empty: since ever; a tag value then becomes one of the project's."),
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Unallocated cost for one reason."""

    reason: str
    rows: int
    cents: Decimal
    is_shown: bool


def shown_rows(rows: Sequence[UnallocatedRow], query: QueryDict) -> list[UnallocatedRow]:
    """The rows for the reason that is asked for, in which all words of the search stand."""
    asked, wanted = query.get("reason", ""), query.get("q", "").casefold().split()
    return [row for row in rows if asked in ("", row.reason) and all(word in in_words(row) for word in wanted)]


def in_words(row: UnallocatedRow) -> str:
    return f"{what(row)} {row.account} {row.account_name} {row.service} {row.pool} {row.reason}".casefold()


def unallocated_page(
    found: Unallocated, query: QueryDict, can_change: bool, chosen: Mapping[str, str]
) -> tuple[UnallocatedTable, dict[str, object]]:
    """The rows that are asked for, as a table to which guesses can be added; the groups always count all."""
    asked, shown = query.get("reason", ""), shown_rows(found.rows, query)
    table = unallocated_table(shown, found.stamp.currency, query, can_change, chosen)
    return table, {
        "stamp": found.stamp,
        "groups": groups(found.rows, asked),
        "total": sum((row.cents for row in found.rows), Decimal("0.00")),
        "share": found.percent,
        "asked": asked,
        "words": query.get("q", ""),
        "hint": hint_for(asked),
        "table": table,
        "assignable": sum(row.is_assignable for row in shown),
        "can_change": can_change,
        "target": AIM,
        "help": HELP,
    }


def groups(rows: Sequence[UnallocatedRow], asked: str) -> list[Group]:
    """One group for each reason, dearest first."""
    reasons = {row.reason for row in rows}
    found = [group(reason, [row for row in rows if row.reason == reason], asked) for reason in reasons]
    return sorted(found, key=lambda group: (-group.cents, group.reason))


def group(reason: str, rows: Sequence[UnallocatedRow], asked: str) -> Group:
    return Group(reason, len(rows), sum((row.cents for row in rows), Decimal("0.00")), reason == asked)


def picked(post: QueryDict) -> dict[str, str]:
    """Each row that was ticked with the receiver written beside it, or else the one for all."""
    return {key: own or post.get("to", "").strip() for key, own in written(post).items()}


def written(post: QueryDict) -> dict[str, str]:
    """Each row that was ticked with what stands beside it; the receiver for all stays in its own field."""
    return {key: post.get(f"to-{key}", "").strip() for key in post.getlist("row")}


def everything(rows: Sequence[UnallocatedRow], to: str, guessed: Mapping[str, Guess]) -> dict[str, str]:
    """All these rows to one receiver, or each to its best guess; rows without either stay as they are."""
    if to:
        return {row.key: to for row in rows}
    return {row.key: str(guessed[row.key].target) for row in rows if row.key in guessed}
