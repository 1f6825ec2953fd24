"""The address of the audit log -> what it asks for. Whatever it says is a question, never an error."""

from django.http import QueryDict

from chargeback.audit.found import EntriesAsked

from ..data.asked import day, word

LARGEST = 2**63


def entries_asked(query: QueryDict) -> EntriesAsked:
    before = query.get("before", "")
    return EntriesAsked(
        who=word(query, "who"),
        subject=word(query, "subject"),
        action=word(query, "action"),
        door=word(query, "door"),
        first=day(query, "first"),
        last=day(query, "last"),
        before=int(before) if before.isascii() and before.isdigit() and int(before[:20]) < LARGEST else None,
    )
