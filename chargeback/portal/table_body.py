"""The rows of a table as HTML, each column looked at once: the template engine would look at it again in every cell.

A page with a hundred rows spends most of its time here. Cells are what django-tables2 makes of them: its accessors, its
`render_<name>` with the arguments they name, its links. What is not marked safe is escaped, as in a template.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn, TemplateColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor, signature

from .markup import escaped

if TYPE_CHECKING:
    from .tables import Table

PLAIN = Context()
Call = Callable[[Any, object], Any]  # of a cell's value and record


class Cells:
    """One column of one table: `html` is the whole cell of a record."""

    def __init__(self, table: "Table", bound: BoundColumn, is_first: bool, is_labelled: bool) -> None:
        self.table, self.bound = table, bound
        self.is_template, self.empty = isinstance(bound.column, TemplateColumn), bound.column.empty_values
        self.value = reading(bound.accessor)
        fixed = {"table": table, "bound_column": bound, "column": bound.column}
        self.render = called(bound.render, fixed)
        self.url = called(bound.link.url, fixed) if bound.link else None
        style, kind = table.styles[bound.name]["td"].get("class"), "th" if is_first else "td"
        attrs = {"scope": "row" if is_first else "", "data-label": "" if is_first or not is_labelled else bound.header}
        written = "".join(f' {name}="{escaped(text)}"' for name, text in {**attrs, "class": style}.items() if text)
        self.begin, self.end = f"<{kind}{written}>", f"</{kind}>"

    def html(self, record: object) -> str:
        shown = self.shown(record)
        text = escaped(shown) if isinstance(shown, str) else render_value_in_context(shown, PLAIN)
        return f"{self.begin}{text}{self.end}"

    def shown(self, record: object) -> Any:
        """What stands in the cell: nothing for an empty value, and a link where the column has one for this record."""
        if self.is_template or isinstance(record, Model):  # the library knows more of these
            return BoundRow(record, table=self.table).get_cell(self.bound.name)
        value = self.value(record)
        if value in self.empty:
            return self.bound.default
        content = self.render(value, record)
        url = self.url(value, record) if self.url else None
        if url is None:
            return content
        return SafeString(f'<a href="{escaped(url)}">{escaped(content)}</a>')


def reading(accessor: Accessor) -> Callable[[object], Any]:
    """Reads the value from a record, or None. Records mostly have attributes, which the library tries last of all."""
    attribute = attrgetter(".".join(accessor.bits))

    def value(record: object) -> Any:
        try:
            found = None if isinstance(record, dict) else attribute(record)
        except AttributeError:
            found = None
        return accessor.resolve(record, quiet=True) if found is None or callable(found) else found

    return value


def called(function: Callable[..., Any], fixed: Mapping[str, object]) -> Call:
    """The function, given what it wants of a cell. `fixed` is the same for all cells of the column."""
    method = getattr(function, "__func__", None)
    wanted = wanted_by(method)[1:] if method else wanted_by(function)
    same = {name: fixed[name] for name in wanted if name in fixed}
    match "value" in wanted, "record" in wanted:
        case True, True:
            return lambda value, record: function(value=value, record=record, **same)
        case True, False:
            return lambda value, record: function(value=value, **same)
        case False, True:
            return lambda value, record: function(record=record, **same)
    return lambda value, record: function(**same)


@lru_cache(maxsize=1000)  # functions that a page makes for itself do not stay
def wanted_by(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of a function's arguments: read once, and not for every column of every page."""
    names: tuple[str, ...] = signature(function)[0]
    return names


def rows_html(table: "Table", records: Iterable[object], is_labelled: bool = True) -> SafeString:
    """A `tr` for each record, begun by its head. `is_labelled` repeats the columns' heads for narrow screens."""
    columns = [Cells(table, bound, not place, is_labelled) for place, bound in enumerate(table.columns)]
    rows = (f"<tr>{''.join(column.html(record) for column in columns)}</tr>" for record in records)
    return SafeString("\n".join(rows))
