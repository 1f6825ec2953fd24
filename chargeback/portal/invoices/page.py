"""The tie-out -> what its page shows. Pure: no request, no database."""

from collections.abc import Mapping

from django.http import QueryDict

from chargeback.invoices.tie_out import TieOut

from ..help import Help
from . import tables

HELP = Help(
    "One figure after the other, from the provider's invoice to the journal. Whatever lies between two of them has a "
    "name; what has none is unexplained, and the month is not closed while it is above the tolerance.",
    (
        ("With a name", "What items of the invoice, rounding to cents and adjustments explain."),
        ("Tolerance", "How much may stay unexplained; finance sets it here, for all months of the currency."),
    ),
)
KINDS = ("tax", "credit", "support", "marketplace", "rounding", "late data", "currency")


def invoice_page(
    found: TieOut, query: QueryDict, sources: Mapping[str, str], can_add: bool, can_set: bool
) -> dict[str, object]:
    return {
        "help": HELP,
        "found": found,
        "stamp": found,
        "steps": tables.steps_table(found, query),
        "invoices": tables.invoices_table(found, query),
        "items": tables.items_table(found, query),
        "categories": tables.categories_table(found, query),
        "sources": sources,
        "kinds": KINDS,
        "written": {query.get("form", ""): query.dict()},  # what a form said that was refused
        "can_add": can_add,
        "can_set": can_set,
    }
