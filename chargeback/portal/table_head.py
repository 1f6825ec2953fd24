"""The heads of a table's columns as HTML."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn

from .markup import escaped

if TYPE_CHECKING:
    from .tables import Table

MARK = '<span class="sort-mark" aria-hidden="true"></span>'


def heads_html(table: "Table", query: QueryDict) -> SafeString:
    """A `th` for each column; one that can be sorted by leads to this page of `query` in its order."""
    return SafeString("\n".join(head_html(table, bound, query) for bound in table.columns))


def head_html(table: "Table", bound: BoundColumn, query: QueryDict) -> str:
    way = ("descending" if bound.order_by_alias.is_descending else "ascending") if bound.is_ordered else ""
    attrs = {"class": table.styles[bound.name]["th"].get("class"), "aria-sort": way}
    written = "".join(f' {name}="{escaped(text)}"' for name, text in attrs.items() if text)
    words = escaped(bound.header)
    if bound.orderable:
        sorted_by = {**dict(query), table.prefixed_order_by_field: bound.order_by_alias.next}
        address = escaped(f"?{urlencode(sorted_by, doseq=True)}")
        words = f'<a id="sort-{escaped(table.name)}-{escaped(bound.name)}" href="{address}">{words}{MARK}</a>'
    return f'<th scope="col"{written}>{words}</th>'
