"""A month's journal -> what its page shows. Pure: no request, no database."""

from collections.abc import Sequence

from django.http import QueryDict

from chargeback.journal.entries import MissingAccountsError, Posting, journal_of
from chargeback.journal.history import ExportFacts
from chargeback.journal.templates import TEMPLATES

from ..help import Help
from .tables import entry_table, exports_table

HELP = Help(
    "What goes into the general ledger: each statement is debited to the team's cost centre and account, each source's "
    "bill is credited to its clearing account. While the month is open it is an accrual, with its reversal on the "
    "first of the next month; once it is closed it is final.",
    (
        ("Adjustment", "What a statement bills for an earlier, closed month: a line of its own with that month."),
        ("Rounding", "The cents between the sources' bills and the statements; posted once."),
        ("Number", "Each export has one, without a gap, and is stored: it can be taken again with the same bytes."),
    ),
)


def journal_page(
    posting: Posting, exports: Sequence[ExportFacts], query: QueryDict, can_export: bool
) -> dict[str, object]:
    shown: dict[str, object] = {
        "help": HELP,
        "posting": posting,
        "stamp": posting,
        "exports": exports_table(exports, query),
        "can_export": can_export,
        "forms": [
            (one.name, kind, f"{one.label}, {kind.upper()}") for one in TEMPLATES.values() for kind in one.file_kinds
        ],
    }
    try:
        journal = journal_of(posting)
    except MissingAccountsError as error:
        return shown | {"missing": error.missing}
    tables = [entry_table(entry, journal, query, f"entry-{place}") for place, entry in enumerate(journal.entries)]
    return shown | {"journal": journal, "tables": tables}
