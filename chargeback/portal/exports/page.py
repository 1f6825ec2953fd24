"""Exports -> what their page shows. Pure: no request, no database."""

from collections.abc import Sequence

from django.http import QueryDict

from chargeback.exports.history import ExportFacts

from ..help import Help
from .tables import exports_table

HELP = Help(
    "Files that you asked for and that take too long to wait for. They are written in the background; you can close "
    "this page meanwhile. Each holds the figures of one run, as the page named in its first column shows them.",
    (
        ("State", "Two of your exports are written at a time; the others wait for them."),
        ("Run", "The calculation whose figures the file holds. A newer run needs a new file."),
        ("Kept until", "After that day the file is removed. Before it, only you can take it, while you may see it."),
    ),
)


def exports_page(exports: Sequence[ExportFacts], query: QueryDict) -> dict[str, object]:
    return {
        "table": exports_table(exports, query),
        "is_working": any(export.is_open for export in exports),
        "help": HELP,
    }
