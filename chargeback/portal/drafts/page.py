"""A draft -> what its page shows: what it changes, who pays more or less, what may be done with it now. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from chargeback.billing.draft_figures import MonthChange, MovedCost, PoolChange

from .. import display
from ..help import Help
from .tables import drafts_table, months_table, moves_table, pools_table, teams_table

LIST_HELP = Help(
    "A draft is the rulebook as it shall become, beside the one that counts. It is looked at month by month before "
    "anything is saved, can be approved by a second person, and is then published in one step.",
)
HELP = Help(
    "What this draft would do to every month that is still open. 'Now' is what the rules give today, from the records "
    "that are stored now; 'After' is what they would give with this draft. Nothing is saved until it is published.",
    (
        (
            "Goes to others",
            "Money that leaves some teams and reaches others. What all carry together stays.",
        ),
        ("Sum of all", "All teams and unallocated together: the bill, before and after, to the last digit."),
        ("Closed months", "They keep their numbers. A draft never touches them."),
    ),
)
EDIT_HELP = Help(
    "The whole rulebook as YAML: change, add, remove or reorder what you like, or choose a file. Nothing counts until "
    "the draft is published.",
    (
        ("Reason", "Why it is changed. It stays in the history of all that the draft changes."),
        ("Rulebook as YAML", "The format of import_rules and export_rules; the rulebook reference explains each key."),
    ),
)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the page is narrowed to: a month or all, a currency, a team or all ("-" is unallocated)."""

    month: dt.date | None
    currency: str
    team: str


@dataclass(frozen=True, slots=True)
class Doing:
    """What may be done with the draft now by who looks at it, and why it cannot be published yet."""

    can_change: bool
    can_approve: bool
    can_publish: bool
    hindrance: str


def list_page(drafts: Sequence[Any], query: QueryDict, can_change: bool) -> dict[str, object]:
    return {"table": drafts_table(drafts, query), "help": LIST_HELP, "can_change": can_change}


def draft_page(shown: Any, query: QueryDict, can_change: bool, may_approve: bool, two: bool) -> dict[str, object]:
    """`shown` is the access.drafts.DraftShown; `two` where changes need a second person."""
    current = [month for month in shown.months if month.is_current]
    scope = scope_of(current, query)
    inside = [month for month in current if month.currency == scope.currency and scope.month in (None, month.month)]
    teams = [team for month in inside for team in month.teams]
    pools = about(scope, [pool for month in inside for pool in month.pools])
    return {
        "shown": shown,
        "draft": shown.draft,
        "scope": scope,
        "currencies": sorted({month.currency for month in current}),
        "months": months_table(current, query) if current else None,
        "teams": teams_table([team for team in teams if team.change], teams, scope.currency, query),
        "moves": moves_table(touching(scope, inside), scope.currency, query),
        "more_moves": sum(month.more_moves for month in inside),
        "pools": pools_table(pools, scope.currency, query) if pools else None,
        "unseen": [month for month in shown.open_months if month not in {one.month for one in current}],
        "is_outdated": bool(shown.months) and not current,
        "doing": doing(shown, current, can_change, may_approve, two),
        "summary": in_words(current),
        "help": HELP,
    }


def scope_of(months: Sequence[MonthChange], query: QueryDict) -> Scope:
    currencies = [month.currency for month in months]
    asked = query.get("currency", "")
    currency = asked if asked in currencies else next(iter(currencies), "")
    return Scope(month_of(months, query.get("month", "")), currency, query.get("team", ""))


def month_of(months: Sequence[MonthChange], asked: str) -> dt.date | None:
    """The month that is asked for, all for "all", else the newest in which somebody pays more or less."""
    if asked == ALL:
        return None
    found = next((one.month for one in months if f"{one.month:%Y-%m}" == asked), None)
    return found or next((one.month for one in months if one.changed), next((one.month for one in months), None))


def touching(scope: Scope, months: Iterable[MonthChange]) -> list[MovedCost]:
    """The moves in the months, or those to and from the team that is asked for."""
    moves = [move for month in months for move in month.moves]
    if not scope.team:
        return moves
    wanted = "" if scope.team == "-" else scope.team
    return [move for move in moves if any(not end.pool and end.team == wanted for end in (move.before, move.after))]


def about(scope: Scope, pools: Sequence[PoolChange]) -> list[PoolChange]:
    wanted = "" if scope.team == "-" else scope.team
    return [pool for pool in pools if not scope.team or pool.team == wanted]


def doing(shown: Any, current: Sequence[MonthChange], can_change: bool, may_approve: bool, two: bool) -> Doing:
    draft = shown.draft
    hindrance = hindrance_of(shown, current, two)
    return Doing(
        can_change=can_change and draft.is_open,
        can_approve=may_approve and draft.is_open and not draft.is_approved,
        can_publish=can_change and draft.is_open and not hindrance,
        hindrance=hindrance if draft.is_open else "",
    )


def hindrance_of(shown: Any, current: Sequence[MonthChange], two: bool) -> str:
    """Why the draft cannot be published now; empty when it can."""
    if shown.problems:
        return "It cannot be calculated; edit it first."
    if shown.since:
        return "The rulebook has changed since. Take the changes over, then look again."
    if not current and shown.open_months:
        return "Look at what it does to a month first."
    if two and not shown.draft.is_approved:
        return "A second person has to approve it."
    return ""


def in_words(months: Sequence[MonthChange]) -> str:
    """One sentence on all months that were looked at."""
    if not months:
        return ""
    changed = [month for month in months if month.changed]
    looked = f"{len(months)} month{'' if len(months) == 1 else 's'} looked at"
    if not changed:
        return f"{looked}: nobody pays more or less."
    moved: dict[str, Decimal] = {}
    for month in changed:
        moved[month.currency] = moved.get(month.currency, Decimal(0)) + month.moved
    amounts = " and ".join(f"{display.money(amount)} {currency}" for currency, amount in sorted(moved.items()))
    return f"{looked}: {amounts} goes to others."
