"""Days asked for -> columns, and the days they are compared with. Pure."""

import calendar
import datetime as dt
from collections.abc import Iterator

from chargeback.clock import add_months, days_between, month_start, next_month

from .explore_figures import Compare, Span

ONE_DAY = dt.timedelta(days=1)


def months_of(span: Span) -> list[dt.date]:
    """The first days of the months that the days touch."""
    found, month = [], month_start(span.first)
    while month <= span.last:
        found.append(month)
        month = next_month(month)
    return found


def columns_of(span: Span, by_day: bool) -> list[Span]:
    """A column for each day, or for the asked days of each month."""
    if by_day:
        return [Span(day, day) for day in days_between(span.first, span.last + ONE_DAY)]
    return [within(span, month) for month in months_of(span)]


def within(span: Span, month: dt.date) -> Span:
    """The asked days of a month."""
    return Span(max(span.first, month), min(span.last, month_end(month)))


def month_end(month: dt.date) -> dt.date:
    return next_month(month) - ONE_DAY


def is_whole(span: Span) -> bool:
    """True for whole months."""
    return span.first.day == 1 and span.last == month_end(month_start(span.last))


def compared_with(span: Span, compare: Compare, newest_day: dt.date | None) -> Span | None:
    """The days that `span` is set against: as many before it, or the same a year before.

    A month that the provider still adds to is set against as many days of the other month, so that like is compared
    with like; whole months are set against whole months, and days of one month against the same days.
    """
    if compare is Compare.NOTHING:
        return None
    known = span
    if newest_day and span.first <= newest_day < span.last:
        known = Span(span.first, newest_day)
    if compare is Compare.YEAR:
        return shifted(known, -12)
    if span.first.day == 1 and (is_whole(span) or len(months_of(span)) == 1):
        return shifted(known, -len(months_of(span)))
    return Span(known.first - (span.last - span.first + ONE_DAY), known.last - (span.last - span.first + ONE_DAY))


def shifted(span: Span, months: int) -> Span:
    """The same days some months away; the last day of a month stays the last."""
    return Span(day_shifted(span.first, months), day_shifted(span.last, months))


def day_shifted(day: dt.date, months: int) -> dt.date:
    month = add_months(day, months)
    length = calendar.monthrange(month.year, month.month)[1]
    is_last = day == month_end(month_start(day))
    return month.replace(day=length if is_last else min(day.day, length))


def places(span: Span, month: dt.date) -> slice:
    """The asked days of the month by their place from its first."""
    own = within(span, month)
    return slice((own.first - month).days, (own.last - month).days + 1)


def spans_by_month(span: Span) -> Iterator[tuple[dt.date, Span]]:
    for month in months_of(span):
        yield month, within(span, month)
