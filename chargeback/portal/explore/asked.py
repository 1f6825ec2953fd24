"""The address of Explore <-> what it asks for. Whatever it says is a question, never an error."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.http import QueryDict

from chargeback.billing.explore_figures import Compare, Cost, ExploreAsked, Metric, Scope, Span
from chargeback.billing.explore_names import DIMENSIONS
from chargeback.billing.explore_spans import month_end, months_of
from chargeback.clock import FIRST_YEAR, LAST_YEAR, add_months, month_start

TAG = "tags."
PRESETS = (2, 3, 6, 12)
DEFAULT_MONTHS = 6
TO_DATE, CUSTOM = "to-date", "custom"
MOST_DAYS = 400
ROWS = (10, 25, 50, 100, 250)
DEFAULT_ROWS = 10
LONGEST_FILTER = 600
MOST_FILTERS = 40
NAMES = ("range", "first", "last", "by", "group", "cost", "metric", "only", "without", "compare", "rows", "currency",
         "sort")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an address means, how it says so, and what of it was not understood."""

    span: Span
    preset: str
    trouble: str = ""


def explore_asked(query: QueryDict, scope: Scope, today: dt.date) -> tuple[ExploreAsked, Days]:
    days = days_asked(query, scope, today)
    by = query.get("by") or ("day" if days.preset == TO_DATE else "month")
    cost = query.get("cost", "")
    known = [cost for cost in Cost if scope.is_company or cost is not Cost.BILL]
    compare, metric = query.get("compare", ""), query.get("metric", "")
    asked = ExploreAsked(
        span=days.span,
        by_day=by == "day",
        group=group_asked(query.get("group", "")),
        cost=Cost(cost) if cost in known else Cost.CHARGED,
        only=filters(query.getlist("only")),
        without=filters(query.getlist("without")),
        compare=Compare(compare) if compare in list(Compare) else Compare.PREVIOUS,
        metric=Metric(metric) if metric in list(Metric) else Metric.STATEMENTS,
    )
    return asked, days


def days_asked(query: QueryDict, scope: Scope, today: dt.date) -> Days:
    """A preset counts back from the newest month with data; days of one's own are cut at MOST_DAYS."""
    newest = next((month for month in scope.months if month <= today), month_start(today))
    asked = query.get("range", "")
    if asked == TO_DATE:
        return Days(Span(month_start(today), month_end(month_start(today))), TO_DATE)
    if asked in map(str, PRESETS):
        return preset(newest, int(asked))
    if asked == CUSTOM or query.get("first") or query.get("last"):
        return days_of_own(query, preset(newest, DEFAULT_MONTHS))
    return preset(newest, DEFAULT_MONTHS)


def preset(newest: dt.date, months: int) -> Days:
    return Days(Span(add_months(newest, 1 - months), month_end(newest)), str(months))


def days_of_own(query: QueryDict, otherwise: Days) -> Days:
    """The days between `first` and `last`; an empty one is as if no days had been chosen."""
    given = [query.get(name, "").strip() for name in ("first", "last")]
    first, last = (day_of(text) for text in given)
    for text, day in zip(given, (first, last), strict=True):
        if text and day is None:
            trouble = f"“{text[:40]}” is no day. Write it as YYYY-MM-DD, for example {otherwise.span.first}."
            return Days(otherwise.span, CUSTOM, trouble)
    span = Span(first or otherwise.span.first, last or otherwise.span.last)
    if span.first > span.last:
        return Days(otherwise.span, CUSTOM, f"{span.first} is after {span.last}. Choose a first day before the last.")
    if (span.last - span.first).days >= MOST_DAYS:
        cut = Span(span.last - dt.timedelta(days=MOST_DAYS - 1), span.last)
        return Days(cut, CUSTOM, f"At most {MOST_DAYS} days are shown at once: those from {cut.first} on.")
    return Days(span, CUSTOM)


def day_of(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR < day.year < LAST_YEAR else None


def group_asked(text: str) -> str:
    dimension = dimension_of(text)
    return dimension or "service"


def dimension_of(text: str) -> str:
    """The dimension of an address; a tag's key is quoted there, for it may hold a colon. Empty for what is none."""
    if text.startswith(TAG) and len(text) > len(TAG):
        return TAG + unquote(text.removeprefix(TAG))[:LONGEST_FILTER]
    return text if text in DIMENSIONS else ""


def written_dimension(dimension: str) -> str:
    return TAG + quote(dimension.removeprefix(TAG), safe="") if dimension.startswith(TAG) else dimension


def written(dimension: str, word: str) -> str:
    """How an address says that a dimension has a word."""
    return f"{written_dimension(dimension)}:{word}"


def filters(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(dimension, word) of each text that is one, without repeats."""
    found = {}
    for text in texts:
        dimension, colon, word = text[:LONGEST_FILTER].partition(":")
        if colon and (known := dimension_of(dimension)):
            found[known, word] = True
    return tuple(found)[:MOST_FILTERS]


def rows_asked(query: QueryDict) -> int:
    asked = query.get("rows", "")
    return int(asked) if asked in map(str, ROWS) else DEFAULT_ROWS


def kept_query(query: QueryDict) -> QueryDict:
    """The parts of an address that say what is shown, each as it was given; nothing else and nothing empty."""
    kept = QueryDict(mutable=True)
    for name in NAMES:
        values = [value for value in query.getlist(name) if value]
        if values:
            kept.setlist(name, values if name in ("only", "without") else values[-1:])
    return kept


def with_query(query: QueryDict, **changes: str | list[str] | None) -> str:
    """The address' query with some parts replaced, or (None) without them."""
    changed = kept_query(query)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed.setlist(name, value if isinstance(value, list) else [value])
    return changed.urlencode()


def has_more(scope: Scope, months: int, newest: dt.date) -> bool:
    """True when there is data in a preset that the next shorter one does not reach."""
    shorter = max((one for one in PRESETS if one < months), default=0)
    reach = months_of(Span(add_months(newest, 1 - months), add_months(newest, -shorter)))
    return any(month in scope.months for month in reach)
