"""The audit log -> what its page shows. Pure: no request, no database."""

from collections.abc import Sequence

from django.http import QueryDict

from chargeback.audit.found import PER_PAGE, EntriesAsked, EntryFacts
from chargeback.audit.state import LogState
from chargeback.audit.subjects import SUBJECTS

from ..help import Help
from .tables import audit_table

HELP = Help(
    "Who did what, when, and through which door: every change of rules, readings, periods, teams, members, roles, "
    "users and sources, every file that was taken away, every login. The database writes it, so changes made with "
    "SQL by hand are here too, and it refuses to change or delete an entry.",
    (
        ("Door", "page: the portal; admin: the administration; command: the server; job: a worker; database: SQL."),
        (
            "Head",
            "Number and hash of the newest block. Each block's hash covers the one before, so a head that was "
            "printed or written down shows later whether anything before it was changed or cut off.",
        ),
        ("Check", "Reads the whole log again and compares every entry with its hash."),
    ),
)
ACTIONS = ("insert", "update", "delete", "export", "login", "login failed", "logout", "verify")
DOORS = ("page", "admin", "command", "job", "database")


def audit_page(
    state: LogState, entries: Sequence[EntryFacts], asked: EntriesAsked, query: QueryDict
) -> dict[str, object]:
    return {
        "help": HELP,
        "state": state,
        "asked": asked,
        "table": audit_table(entries, query, is_asked=asked != EntriesAsked()),
        "older": older_query(entries, query),
        "filter": unpaged(query).urlencode(),
        "subjects": sorted(set(SUBJECTS.values())),
        "actions": ACTIONS,
        "doors": DOORS,
    }


def unpaged(query: QueryDict) -> QueryDict:
    """The question without the page it stands on."""
    plain = query.copy()
    plain.pop("before", None)
    return plain


def older_query(entries: Sequence[EntryFacts], query: QueryDict) -> str:
    """The query of the page of older entries; empty when there are none."""
    if len(entries) < PER_PAGE:
        return ""
    older = unpaged(query)
    older["before"] = str(entries[-1].pk)
    return older.urlencode()
