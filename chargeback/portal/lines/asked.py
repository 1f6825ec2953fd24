"""The address of a page of lines <-> which lines it asks for. Whatever it says is a question, never an error."""

import datetime as dt
from dataclasses import replace

from django.http import QueryDict

from chargeback.billing.line_figures import LinesAsked
from chargeback.billing.selections import Part, Selection
from chargeback.clock import FIRST_YEAR, LAST_YEAR

from .. import habits
from .tables import DEFAULT_COLUMNS, OWN_COLUMNS, LinesTable

SIZES = habits.PAGE_SIZES
NONE = "-"  # begins no short name, so it can stand for "without one"
LONGEST = 200


def lines_asked(query: QueryDict, of_company: bool = False) -> LinesAsked:
    """What the address asks for. Days say that lines are by day; the company's are by month unless it says so."""
    selection = selection_asked(query)
    if not of_company:
        selection = replace(selection, team=None, part=Part.ALL if selection.part is Part.BILLED else selection.part)
    by = query.get("by", "month" if of_company else "day")
    return LinesAsked(
        selection=selection,
        by_day=by != "month" or selection.has_days,
        order=LinesTable.database_order(query),
        page=whole(query.get("page", ""), 1),
        size=size_asked(query),
    )


def file_asked(query: QueryDict, most: int, of_company: bool = False) -> LinesAsked:
    """The same lines for a file: all of them, from the first."""
    return replace(lines_asked(query, of_company), page=1, size=most)


def explained_selection(query: QueryDict) -> Selection:
    """What an explanation is asked of. It is of one team or of nobody, and no search."""
    return replace(selection_asked(query), part=Part.ALL, team=None, words="")


def selection_asked(query: QueryDict) -> Selection:
    part = query.get("part", "")
    return Selection(
        part=Part(part) if part in list(Part) else Part.ALL,
        team=slug_or_none(query, "team"),
        service=query.get("service") or None,
        account=slug_or_none(query, "account"),
        project=slug_or_none(query, "project"),
        pool=query.get("pool") or None,
        series=query.get("series") or None,
        tag=(key, query.get("tag", "")) if (key := query.get("tag-key")) else None,
        first=day_asked(query, "first"),
        last=day_asked(query, "last"),
        words=query.get("q", "")[:LONGEST].strip(),
    )


def slug_or_none(query: QueryDict, name: str) -> str | None:
    """The short name; the empty text for what is without one; None where the address does not say."""
    asked = query.get(name, "")
    return "" if asked == NONE else asked or None


def day_asked(query: QueryDict, name: str) -> dt.date | None:
    """The day; None where it is none, or in a year of no cloud bill (the calendar ends, and spans go a day further)."""
    try:
        day = dt.date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def days_not_understood(query: QueryDict) -> list[str]:
    """What was written as a day and is none."""
    asked = {name: query.get(name, "") for name in ("first", "last")}
    return [text for name, text in asked.items() if text and day_asked(query, name) is None]


def size_asked(query: QueryDict) -> int:
    own = habits.current().page_size
    asked = whole(query.get("size", ""), own)
    return asked if asked in SIZES else own


def whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else otherwise


def columns_asked(query: QueryDict, of_company: bool = False) -> tuple[str, ...]:
    """The columns to show, in their order; those of everyday use where none is chosen."""
    known = DEFAULT_COLUMNS if of_company else OWN_COLUMNS
    asked = query.getlist("columns")
    chosen = tuple(name for name in LinesTable.base_columns if name in asked and (of_company or name != "team"))
    return (*chosen, *(() if "amount" in chosen else ("amount",))) if chosen else known


def without(query: QueryDict, *names: str) -> str:
    """The address' query with these left out, for a link or a hidden field."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
