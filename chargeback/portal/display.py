"""How amounts, shares, changes, dates and ages are written on pages."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_datetime
from django.conf import settings

from chargeback.billing.figures import Amounts
from chargeback.clock import month_start, next_month, parse_month

from . import habits
from .spelling import MINUS, date_in, known_locale, number_in

NOTHING = "\u2013"
CENT = Decimal("0.01")
TENTH = Decimal("0.1")
LARGEST_PERCENT = 999
MONEY = "#,##0.00"
DAY = "d MMM yyyy"


def locale() -> str:
    """The locale of whoever reads; the portal's own where they have chosen none."""
    return habits.current().locale or settings.DISPLAY_LOCALE


def sample(locale: str) -> str:
    """An amount and a day as they are written there."""
    return f"{number_in(locale, MONEY)(Decimal('1234.56'))}, {date_in(locale, DAY, dt.date(2026, 11, 21))}"


def decimal(number: Decimal, pattern: str) -> str:
    return number_in(locale(), pattern)(number)


def money(amount: Decimal | None) -> str:
    """Two decimals with a true minus; what is less than a cent but not nothing is said to be so."""
    if amount is None:
        return NOTHING
    if amount and abs(amount) < CENT:
        return f"{MINUS if amount < 0 else ''}<{decimal(CENT, '0.00')}"
    return decimal(amount, MONEY)


def exact(amount: Decimal) -> str:
    """Every digit that is stored, but no zeros at the end beyond the cents."""
    return decimal(amount, "#,##0.00########")


def percentage(share: Decimal | None) -> str:
    return NOTHING if share is None else f"{decimal(share + 0, '#,##0.0')}\u00a0%"  # + 0 takes the sign off a zero


def ratio(part: Fraction | None) -> str:
    """A part of a whole in percent; what is less than the last decimal but not nothing is said to be so."""
    if part is None:
        return NOTHING
    percent = 100 * Decimal(part.numerator) / Decimal(part.denominator)
    if percent and abs(percent) < TENTH:
        return f"{MINUS if percent < 0 else ''}<{percentage(TENTH)}"
    return percentage(percent)


def direction(amounts: Amounts) -> str:
    """up, down, same, new or unknown: how the total moved since the month before."""
    if amounts.change is None:
        return "unknown"
    if not amounts.change:
        return "same"
    if not amounts.previous:
        return "new"
    return "up" if amounts.change > 0 else "down"


def change(amounts: Amounts) -> str:
    """The change in words, for example "up 6.1 %"; said, not only coloured."""
    way = direction(amounts)
    if way == "unknown":
        return NOTHING
    if way in {"same", "new"} or amounts.change_percent is None:
        return {"same": "no change"}.get(way, way)
    size = abs(amounts.change_percent)
    if size > LARGEST_PERCENT:
        return f"{way} over {LARGEST_PERCENT}\u00a0%"
    return f"{way} {percentage(size)}"


def signed_money(amount: Decimal) -> str:
    return f"+{money(amount)}" if amount > 0 else money(amount)


def month_name(month: dt.date) -> str:
    """For example "October 2026"."""
    return date_in(locale(), "LLLL yyyy", month)


def short_month(month: dt.date) -> str:
    """For example "Oct 2026"."""
    return date_in(locale(), "LLL yyyy", month)


def day(date: dt.date) -> str:
    """For example "21 Nov 2026"."""
    return date_in(locale(), DAY, date)


def short_day(date: dt.date) -> str:
    """For example "21 Nov"."""
    return date_in(locale(), "d MMM", date)


def moment(time: dt.datetime) -> str:
    """For example "21 Nov 2026, 06:10 UTC"."""
    return format_datetime(time, "d MMM yyyy, HH:mm", locale=known_locale(locale())) + " UTC"


def age(then: dt.datetime, now: dt.datetime) -> str:
    """How long ago, in the one unit that matters."""
    seconds = (now - then).total_seconds()
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size or (seconds >= size and unit != "days"):
            return f"{int(seconds // size)} {unit} ago"
    return "just now"


def duration(time: dt.timedelta) -> str:
    """How long, in the one unit that matters, for example "12 s"."""
    seconds = max(0, round(time.total_seconds()))
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def days(first: dt.date, until: dt.date) -> str:
    """Days from `first` up to, not including, `until`, for example "1 to 23 Nov 2026" or, a whole month, "Oct 2026"."""
    last = until - dt.timedelta(days=1)
    if first.day == 1 and until == next_month(first):
        return short_month(first)
    if last <= first:
        return day(first)
    if month_start(first) == month_start(last):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def validity(start: dt.date | None, until: dt.date | None) -> str:
    """The days on which something holds; `until` is the first day after, and so the last day is told."""
    first = f"from {day(start)}" if start else ""
    last = f"to {day(until - dt.timedelta(days=1))}" if until else ""
    return f"{first} {last}".strip() or "always"


def window(arguments: Mapping[str, str]) -> str:
    """The days that a job's arguments name, or its month, or nothing."""
    if "start" in arguments and "end" in arguments:
        return days(dt.date.fromisoformat(arguments["start"]), dt.date.fromisoformat(arguments["end"]))
    return short_month(parse_month(arguments["month"])) if "month" in arguments else ""


def size(number: int) -> str:
    """Bytes in the unit that people read, for example "1.4 MB"."""
    for power, unit in ((9, "GB"), (6, "MB"), (3, "kB")):
        if number >= 10**power:
            return f"{decimal(Decimal(number).scaleb(-power), '#,##0.0')} {unit}"
    return f"{number} bytes"


def count(number: int) -> str:
    return decimal(Decimal(number), "#,##0")
